"""Which lessons a course has: `course.yml`, and `glossary.yml` beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tutor.course import formulas
from tutor.course.ids import is_name, suggest_id
from tutor.course.model import Chapter, Course, Problem, Term
from tutor.course.options import Fields, Node, load_mapping
from tutor.course.problems import Problems, closest, instead
from tutor.course.source import read_lines, scan

__all__ = ["CourseReading", "check_glossary", "closest", "default_root", "load_course"]

COURSE = "course.yml"
GLOSSARY = "glossary.yml"
LESSON = "lesson.md"
_CHAPTER = "`- {name: my_chapter, title: My chapter, lessons: [my_lesson]}`"
_EXAMPLE = f"write {_CHAPTER}"


@dataclass(frozen=True, slots=True)
class CourseReading:
    """A course and what is wrong with it.

    The course is None only when there is no lesson to open; one missing lesson or a bad
    glossary is a problem, but the other lessons can still be learned.
    """

    course: Course | None
    problems: tuple[Problem, ...]


def default_root() -> Path:
    """Our own lessons: in the installed package, or else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "lessons"
    return inside if (inside / COURSE).is_file() else package.parent / "lessons"


def load_course(root: Path) -> CourseReading:
    """Reads the course in a folder. Never raises for what the files hold, or for missing ones."""
    problems = _Found()
    nodes, course_problems = _read(root / COURSE)
    problems.add(course_problems)
    fields = Fields(nodes, "a course", 1, course_problems)
    name, title = fields.text("name"), fields.text("title")
    chapters = tuple(_chapters(fields, root, course_problems))
    fields.close()
    if nodes and not name:
        course_problems.error(1, "this course has no name", "write `name: my-course`")
    if nodes and not title:
        course_problems.error(1, "this course has no title", "write `title: My course`")
    if nodes and not chapters:
        course_problems.error(
            1, "this course has no chapters", f"write `chapters:`, and under it {_CHAPTER}"
        )
    _warn_unlisted(root, chapters, course_problems)
    glossary, glossary_problems = _glossary(root, chapters)
    problems.add(glossary_problems)
    if not (name and title and any(chapter.lessons for chapter in chapters)):
        return CourseReading(None, problems.all())
    return CourseReading(Course(name, title, root, chapters, glossary), problems.all())


class _Found:
    """Problems of several files."""

    def __init__(self) -> None:
        self._files: list[Problems] = []

    def add(self, problems: Problems) -> None:
        self._files.append(problems)

    def all(self) -> tuple[Problem, ...]:
        return tuple(problem for each in self._files for problem in each.all())


def _read(path: Path) -> tuple[dict[str, Node], Problems]:
    lines, problems = read_lines(path)
    return load_mapping("\n".join(lines), 1, problems), problems


# --- chapters ---------------------------------------------------------------------------------


def _chapters(fields: Fields, root: Path, problems: Problems) -> Iterator[Chapter]:
    node = fields.node("chapters")
    if node is None:
        return
    if not isinstance(node.value, list):
        fields.wrong("chapters", "a list", _EXAMPLE)
        return
    chapters: dict[str, int] = {}
    lessons: dict[str, int] = {}
    for each in node.value:
        if not isinstance(each.value, dict):
            problems.error(each.line, "this isn't a chapter", _EXAMPLE)
            continue
        chapter = Fields(each.value, "a chapter", each.line, problems)
        name, title = chapter.text("name"), chapter.text("title")
        found = _lessons(chapter.node("lessons"), root / name, lessons, problems)
        chapter.close()
        if not is_name(name):
            advice = f"write `name: {suggest_id(name, '_')}`, its folder"
            problems.error(each.line, "this chapter has no proper name", advice)
        elif name in chapters:
            message = f"chapter `{name}` stands twice, first in line {chapters[name]}"
            problems.error(each.line, message, "put its lessons together")
        else:
            chapters[name] = each.line
            if not title:
                problems.error(each.line, f"chapter `{name}` has no title", "write `title: …`")
            yield Chapter(name, title or name, tuple(found))


def _lessons(
    node: Node | None, folder: Path, known: dict[str, int], problems: Problems
) -> list[str]:
    """The lessons of one chapter; `known` collects those of all."""
    found: list[str] = []
    if node is None:
        return found
    if not isinstance(node.value, list):
        problems.error(node.line, "`lessons` must be a list", "write `lessons: [first, second]`")
        return found
    for each in node.value:
        name = each.text
        if not is_name(name):
            advice = f"write its folder's name, such as `{suggest_id(name, '_')}`"
            problems.error(each.line, f"`{name}` can't name a lesson", advice)
        elif name in known:
            message = f"lesson `{name}` stands twice, first in line {known[name]}"
            problems.error(each.line, message, "keep one of them")
        else:
            known[name] = each.line
            found.append(name)
            _check_folder(folder, name, each.line, problems)
    return found


def _check_folder(chapter: Path, name: str, line: int, problems: Problems) -> None:
    if not is_name(chapter.name) or (chapter / name / LESSON).is_file():
        return
    elsewhere = [
        p.parent.parent.name for p in _lesson_files(chapter.parent) if p.parent.name == name
    ]
    advice = "write it, or remove the lesson from the list"
    if elsewhere:
        advice = f"it is in chapter `{elsewhere[0]}`: list it there, or move the folder"
    else:
        near = closest(name, (p.parent.name for p in _lesson_files(chapter.parent)))
        advice = f"did you mean `{near[0]}`?" if near else advice
    problems.error(line, f"there is no {chapter.name}/{name}/{LESSON}", advice)


def _lesson_files(root: Path) -> list[Path]:
    try:
        return sorted(root.glob(f"*/*/{LESSON}"))
    except OSError:
        return []


def _warn_unlisted(root: Path, chapters: Collection[Chapter], problems: Problems) -> None:
    listed = {(chapter.name, name) for chapter in chapters for name in chapter.lessons}
    for path in _lesson_files(root):
        chapter, name = path.parent.parent.name, path.parent.name
        if (chapter, name) not in listed:
            message = f"{chapter}/{name}/{LESSON} isn't listed, so nobody will see it"
            problems.warn(1, message, f"add `{name}` to the lessons of chapter `{chapter}`")


# --- the glossary -----------------------------------------------------------------------------


def _glossary(root: Path, chapters: Collection[Chapter]) -> tuple[dict[str, Term], Problems]:
    path = root / GLOSSARY
    if not path.exists():
        return {}, Problems(path)
    nodes, problems = _read(path)
    lessons = [name for chapter in chapters for name in chapter.lessons]
    terms: dict[str, Term] = {}
    for name, node in nodes.items():
        if not isinstance(node.value, dict):
            advice = f"write `{name}: {{text: What it means.}}`"
            problems.error(node.line, f"`{name}` isn't explained", advice)
            continue
        fields = Fields(node.value, f"the term `{name}`", node.line, problems)
        term = Term(name, fields.text("text").strip(), fields.texts("also"), fields.text("lesson"))
        fields.close()
        if not term.text:
            problems.error(node.line, f"`{name}` isn't explained", "write `text: What it means.`")
        if term.lesson and lessons and term.lesson not in lessons:
            advice = instead(term.lesson, lessons, "name a lesson of course.yml")
            problems.error(fields.line("lesson"), f"there is no lesson `{term.lesson}`", advice)
        terms[name] = term
    _check_spellings(terms, nodes, problems)
    return terms, problems


def check_glossary(root: Path) -> tuple[Problem, ...]:
    """Formulas of the glossary that can't be shown; only the linter has the time for it."""
    path = root / GLOSSARY
    if not path.exists():
        return ()
    nodes, problems = _read(path)
    for node in nodes.values():
        text = node.value.get("text") if isinstance(node.value, dict) else None
        if text is not None:
            formulas.check(scan(text.text.split("\n"), text.line, problems), problems)
    return problems.all()


def _check_spellings(
    terms: Mapping[str, Term], nodes: Mapping[str, Node], problems: Problems
) -> None:
    owners: dict[str, str] = {}
    for term in terms.values():
        for spelling in (term.name, *term.also):
            owner = owners.setdefault(spelling.casefold(), term.name)
            if owner != term.name:
                message = f"`{spelling}` means both `{owner}` and `{term.name}`"
                problems.error(nodes[term.name].line, message, "give it to one of them")
