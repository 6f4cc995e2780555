"""Exercises: the place of one in a lesson, and the folder that holds its words and code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tutor.course import blocks, formulas
from tutor.course.code import check_code
from tutor.course.ids import is_name, read_was, suggest_id
from tutor.course.model import Exercise, ExerciseLink, Problem
from tutor.course.needs import defines
from tutor.course.options import Fields, split, split_header
from tutor.course.problems import Problems, instead
from tutor.course.source import Piece, Text, read_lines, scan

HINTS = "Hints"
FEEDBACK = "Feedback"
CONVENTIONS = "Conventions"
REFERENCE = "reference"  # may have words among the conventions: it is one of them
_CODE = ("starter.py", "reference.py")
_CONVENTION = re.compile(r"#\s*convention:\s*(\S*)\s*")
_FIRST_LINES = 5  # of a file, where it may say that it is a convention


# --- in a lesson ------------------------------------------------------------------------------


def build_link(text: Text, piece: Piece, problems: Problems) -> ExerciseLink | None:
    """The place of an exercise: `:::{exercise} NAME`, with nothing inside but options."""
    assert piece.directive is not None
    line, name = text.line + piece.start, piece.directive.argument
    body = text.body(piece)
    nodes, used = split(body, line + 1, problems)
    fields = Fields(nodes, "an exercise link", line, problems)
    was = read_was(fields, problems)
    fields.close()
    if any(each.strip() for each in body[used:]):
        message = "nothing may stand inside an exercise link"
        problems.error(line + 1 + used, message, "write it above, or in the folder's exercise.md")
    if is_name(name):
        return ExerciseLink(name, line, was)
    message = f"`{name}` names no exercise" if name else "this exercise has no name"
    shown = suggest_id(name, "_") if name else "NAME"
    problems.error(line, message, f"write `:::{{exercise}} {shown}`")
    return None


def folder_of(lesson: Path, name: str) -> Path:
    """The folder of an exercise of a lesson: `exercises/NAME` beside the lesson's file."""
    return lesson.parent / "exercises" / name


# --- its folder -------------------------------------------------------------------------------


def read_exercise(
    folder: Path, language: str = "en"
) -> tuple[Exercise | None, tuple[Problem, ...]]:
    """Reads an exercise's folder; None for it when anything is an error. Never raises.

    Falls back to English where the folder has no `exercise.LANGUAGE.md`. `check.py` is only
    looked for, never loaded.
    """
    path = folder / f"exercise.{language}.md"
    if language == "en" or not path.is_file():
        path, language = folder / "exercise.md", "en"
    lines, problems = read_lines(path)
    code = {name: _Code(folder / name) for name in _CODE}
    parts = _Parts(lines, problems) if lines else None
    others, conventions = _check_folder(folder, code, parts, problems)
    found = problems.all() + tuple(p for each in others for p in each.all())
    if parts is None or any(p.severity == "error" for p in found):
        return None, found
    exercise = Exercise(
        name=folder.absolute().name,
        title=parts.title,
        folder=folder,
        provides=parts.provides,
        covers=parts.covers,
        statement=tuple(blocks.build(parts.text, parts.statement, Problems(path))),
        hints=tuple(parts.hints),
        feedback=parts.feedback.words,
        starter=code["starter.py"].source,
        reference=code["reference.py"].source,
        language=language,
        conventions=parts.conventions.words,
        convention_code=conventions,
    )
    return exercise, found


class _Code:
    """A Python file of an exercise."""

    def __init__(self, path: Path) -> None:
        lines, self.problems = read_lines(path)
        self.path = path
        self.source = "\n".join(lines) + "\n" if lines else ""
        self.sound = bool(lines) and check_code(self.source, 1, self.problems)
        self.convention, self.convention_line = _convention(lines)

    def check_provides(self, names: Sequence[str]) -> None:
        """Each name that the exercise provides must be defined here."""
        if not self.sound:
            return
        defined = defines(self.source)
        for name in names:
            if name not in defined:
                advice = instead(
                    name, defined, f"define `{name}` here, or remove it from `provides`"
                )
                self.problems.error(1, f"`{name}` isn't defined here", advice)


def _convention(lines: Sequence[str]) -> tuple[str | None, int]:
    """The convention that a file says it follows, and the line; None if it says nothing."""
    for number, line in enumerate(lines[:_FIRST_LINES], 1):
        if found := _CONVENTION.fullmatch(line.strip()):
            return found[1], number
    return None, 1


def _check_folder(
    folder: Path, code: dict[str, _Code], parts: _Parts | None, problems: Problems
) -> tuple[list[Problems], dict[str, str]]:
    """Says what is wrong with the files; the problems of each, and the conventions' code."""
    name = folder.absolute().name
    if not is_name(name):
        advice = f"rename the folder, for instance to `{suggest_id(name, '_')}`"
        problems.error(1, f"`{name}` can't name an exercise", advice)
    if not (folder / "check.py").is_file():
        problems.error(1, "this exercise has no check.py", "write its cases beside this file")
    wrong = {path.stem: _Code(path) for path in _python(folder / "wrong")}
    accepted = [_Code(path) for path in _python(folder / "accepted")]
    variations = [_Code(path) for path in _python(folder / "variations")]
    conventions = _conventions(accepted)
    for each in variations:
        _check_variation(each, sorted(wrong))
    if parts is not None:
        for each in code.values():
            each.check_provides(parts.provides)
        _check_feedback(parts, sorted(wrong), problems)
        _check_conventions(parts, conventions, problems)
    files = (*code.values(), *accepted, *wrong.values(), *variations)
    return [each.problems for each in files], conventions


def _conventions(accepted: Sequence[_Code]) -> dict[str, str]:
    """The code of each accepted solution that says that it follows another convention."""
    found = {}
    for each in accepted:
        name, stem = each.convention, each.path.stem
        if name is None:
            continue
        if name != stem or stem == REFERENCE:
            advice = f"write `# convention: {stem}`, or give the file that name"
            if stem == REFERENCE:
                advice = "give the file and the convention another name: the reference is one"
            message = f"this file can't hold the convention `{name}`"
            each.problems.error(each.convention_line, message, advice)
        else:
            found[name] = each.source
    return found


def _check_variation(code: _Code, wrong: Sequence[str]) -> None:
    """A variation is named after the wrong solution that it is another form of."""
    name, _, what = code.path.stem.partition(".")
    if name not in wrong:
        advice = instead(name, wrong, f"write wrong/{name}.py, or remove this file")
        code.problems.error(1, f"there is no wrong/{name}.py for this variation", advice)
    elif not what:
        advice = f"name the file {name}.WHAT.py, WHAT being the way in which it differs"
        code.problems.error(1, "this variation doesn't say which one it is", advice)


def _python(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.py"))
    except OSError:
        return []


def _check_feedback(parts: _Parts, wrong: Sequence[str], problems: Problems) -> None:
    for name, line in parts.feedback.lines.items():
        if name not in wrong:
            advice = instead(name, wrong, f"write wrong/{name}.py, or remove this")
            problems.error(line, f"there is no wrong/{name}.py for this feedback", advice)
    for name in wrong:
        if name not in parts.feedback.words:
            advice = f"write `### {name}` and a few words under `## {FEEDBACK}`"
            problems.error(parts.feedback.line, f"wrong/{name}.py has no feedback", advice)


def _check_conventions(parts: _Parts, code: Mapping[str, str], problems: Problems) -> None:
    words = parts.conventions
    known = (*sorted(code), REFERENCE) if code else ()
    for name, line in words.lines.items():
        if name not in known:
            file = "accepted/NAME.py" if name == REFERENCE else f"accepted/{name}.py"
            aim = name if name != REFERENCE else "NAME"
            advice = f"write it, with `# convention: {aim}` as its first line, or remove this"
            problems.error(line, f"there is no {file} for this convention", advice)
    for name in sorted(code):
        if name not in words.words:
            advice = f"write `### {name}` and a few words under `## {CONVENTIONS}`"
            problems.error(words.line, f"the convention accepted/{name}.py has no words", advice)


# --- exercise.md ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Section:
    title: str
    line: int
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Named:
    """What stands under a `##`: Markdown under each `### NAME`."""

    what: str  # "feedback"
    advice: str  # what to write where there is nothing
    line: int = 1
    words: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)  # of each name


class _Parts:
    """The parts of an `exercise.md`."""

    def __init__(self, lines: Sequence[str], problems: Problems) -> None:
        self.problems = problems
        front, start = self._front(lines)
        self.text = scan(lines[start:], start + 1, problems)
        formulas.check(self.text, problems)
        self.title = front.text("title")
        self.provides = front.texts("provides")
        self.covers = front.texts("covers")
        front.close()
        self._check_provides(front)
        self.hints: list[str] = []
        self.feedback = _Named("feedback", "write what went wrong, and why")
        self.conventions = _Named("convention", "write which one it is, and who else uses it")
        sections = self._sections()
        self.statement = sections[0].pieces
        for section in sections[1:]:
            self._section(section)
        if not self.title:
            problems.error(start + 1, "this exercise has no title", "write `# Title`")
        if not blocks.build(self.text, self.statement, problems):
            problems.error(start + 1, "this exercise says nothing", "write what is to be done")
        if not self.hints:
            advice = f"write `## {HINTS}` and a numbered list, from a nudge to nearly there"
            problems.error(problems.lines, "this exercise has no hints", advice)

    def _front(self, lines: Sequence[str]) -> tuple[Fields, int]:
        if lines[0].rstrip() == "---":
            nodes, start = split_header(lines, 0, 1, self.problems)
            return Fields(nodes, "an exercise", 1, self.problems), start
        return Fields({}, "an exercise", 1, self.problems), 0

    def _check_provides(self, front: Fields) -> None:
        line = front.line("provides")
        if not self.provides:
            message = "this exercise provides no names"
            self.problems.error(line, message, "write `provides: [name]` in the front matter")
        for name in self.provides:
            if not name.isidentifier():
                self.problems.error(
                    line, f"`{name}` isn't a Python name", "write a function's name"
                )

    def _sections(self) -> list[_Section]:
        """The statement, then what stands under each `##`."""
        sections = [_Section("", self.text.line)]
        for piece in self.text.pieces:
            line = self.text.line + piece.start
            if piece.kind == "heading" and piece.level == 1:
                self._set_title(formulas.plain_title(piece.content), line)
            elif piece.kind == "heading" and piece.level == 2:
                sections.append(_Section(piece.content.strip(), line))
            elif piece.directive is not None and piece.directive.name in (
                "code-cell",
                "quiz",
                "exercise",
            ):
                message = f"`{{{piece.directive.name}}}` can't stand in an exercise"
                self.problems.error(line, message, "put it in the lesson")
            else:
                sections[-1].pieces.append(piece)
        return sections

    def _set_title(self, title: str, line: int) -> None:
        if self.title:
            self.problems.error(line, "this exercise has two titles", "keep one, as `# Title`")
        self.title = self.title or title

    def _section(self, section: _Section) -> None:
        if section.title == HINTS:
            self._read_hints(section)
        elif section.title == FEEDBACK:
            self._read_named(section, self.feedback)
        elif section.title == CONVENTIONS:
            self._read_named(section, self.conventions)
        else:
            message = f"an exercise has no part `{section.title}`"
            known = (HINTS, FEEDBACK, CONVENTIONS)
            advice = instead(section.title, known, "write `###` inside the statement")
            self.problems.error(section.line, message, advice)

    def _read_hints(self, section: _Section) -> None:
        for piece in section.pieces:
            if piece.kind == "numbers":
                items = ("\n".join(self.text.item(a, b)).strip() for a, b in piece.items)
                self.hints += [each for each in items if each]
            elif piece.kind != "nothing":
                line = self.text.line + piece.start
                advice = "write it as `1. …`, and indent what belongs to a hint by three blanks"
                self.problems.error(line, "hints are one numbered list", advice)

    def _read_named(self, section: _Section, named: _Named) -> None:
        named.line = section.line
        name, pieces = "", list[Piece]()
        for piece in [*section.pieces, None]:
            if piece is not None and not (piece.kind == "heading" and piece.level == 3):
                pieces.append(piece)
                continue
            self._add_words(name, pieces, named)
            if piece is not None:
                name, pieces = piece.content.strip().strip("`").removesuffix(".py"), []
                line = self.text.line + piece.start
                if name in named.lines:
                    self.problems.error(line, f"`### {name}` stands twice", "keep one of them")
                named.lines.setdefault(name, line)

    def _add_words(self, name: str, pieces: Sequence[Piece], named: _Named) -> None:
        if not name:
            for piece in pieces[:1]:
                line = self.text.line + piece.start
                message = f"this {named.what} is for nothing"
                self.problems.error(line, message, "put `### NAME` above it")
            return
        markdown = ""
        if pieces:
            markdown, _ = self.text.source(pieces[0].start, pieces[-1].end)
        if not markdown:
            message = f"`### {name}` says nothing"
            self.problems.error(named.lines[name], message, named.advice)
        named.words.setdefault(name, markdown)
