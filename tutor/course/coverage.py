"""Where the course teaches what it has to: docs/coverage.md, from `covers` and curriculum.yml.

python -m tutor.course.coverage > docs/coverage.md
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tutor.course import catalog
from tutor.course.curriculum import CURRICULUM, read_curriculum
from tutor.course.exercises import folder_of, read_exercise
from tutor.course.model import Course, ExerciseLink, Lesson
from tutor.course.reader import read_lesson

INTRODUCTION = """\
Each row is an item of the curriculum (`lessons/curriculum.yml`), with every page that teaches it.
Lessons say so in `covers:`; `make coverage-page` writes this page.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a lesson that teaches an item; page None stands for the lesson as a whole."""

    lesson: Lesson
    page: int | None = None
    exercise: str = ""  # the exercise that asks for it, if one does


def places(course: Course) -> dict[str, list[Place]]:
    """Every item that some lesson or exercise of the course says it covers, and where."""
    found: dict[str, list[Place]] = {}
    for name in course.lessons:
        lesson = read_lesson(course.path_of(name)).lesson
        if lesson is not None:
            for item, place in _of_lesson(lesson):
                if place not in (there := found.setdefault(item, [])):
                    there.append(place)
    return found


def _of_lesson(lesson: Lesson) -> Iterator[tuple[str, Place]]:
    for item, ids in lesson.covers.items():
        at = sorted({index for each in ids if (index := lesson.page_of(each)) is not None})
        yield from ((item, Place(lesson, index)) for index in at)
        if not at:
            yield item, Place(lesson)
    for index, page in enumerate(lesson.pages):
        for activity in page.activities:
            if isinstance(activity, ExerciseLink):
                exercise, _ = read_exercise(folder_of(lesson.path, activity.id))
                for item in exercise.covers if exercise else ():
                    yield item, Place(lesson, index, activity.id)


# --- the page ---------------------------------------------------------------------------------


def document(course: Course) -> str:
    """docs/coverage.md."""
    parts, _ = read_curriculum(course.root / CURRICULUM)
    found = places(course)
    lines = ["# What is taught where", "", INTRODUCTION]
    for part in parts:
        lines += [f"## {part.title}", "", "| item | what | where |", "| --- | --- | --- |"]
        lines += [_row(name, what, found.get(name, [])) for name, what in part.rows.items()]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _row(name: str, what: str, where: list[Place]) -> str:
    return f"| {name} | {what} | {'<br>'.join(_links(where)) or '–'} |"


def _links(where: list[Place]) -> Iterator[str]:
    """A link for each lesson, with its pages behind it."""
    by_lesson: dict[str, list[Place]] = {}
    for place in where:
        by_lesson.setdefault(place.lesson.name, []).append(place)
    for there in by_lesson.values():
        lesson = there[0].lesson
        link = f"[{lesson.title}](../lessons/{lesson.chapter}/{lesson.name}/lesson.md)"
        pages = sorted({place.page for place in there if place.page is not None})
        told = "; ".join(_page(lesson, page, there) for page in pages)
        yield f"{link}: {told}" if told else link


def _page(lesson: Lesson, page: int, there: list[Place]) -> str:
    names = [f"`{place.exercise}`" for place in there if place.page == page and place.exercise]
    title = lesson.pages[page].title.replace("|", "\\|")
    return f"{page + 1} {title}" + (f" ({', '.join(names)})" if names else "")


def main() -> None:
    """Print docs/coverage.md of Tutor's own course."""
    course = catalog.load_course(catalog.default_root()).course
    if course is None:
        raise SystemExit("The course can't be read; `tutor lint` says why.")
    print(document(course), end="")


if __name__ == "__main__":
    main()
