"""Exercises: the place of one in a lesson, and the folder that holds its words and code."""

from __future__ import annotations

from collections.abc import Sequence
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
_CODE = ("starter.py", "reference.py")


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
    others = _check_folder(folder, code, parts, problems)
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
        feedback=parts.feedback,
        starter=code["starter.py"].source,
        reference=code["reference.py"].source,
        language=language,
    )
    return exercise, found


class _Code:
    """A Python file of an exercise."""

    def __init__(self, path: Path) -> None:
        lines, self.problems = read_lines(path)
        self.path = path
        self.source = "\n".join(lines) + "\n" if lines else ""
        self.sound = bool(lines) and check_code(self.source, 1, self.problems)

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


def _check_folder(
    folder: Path, code: dict[str, _Code], parts: _Parts | None, problems: Problems
) -> list[Problems]:
    name = folder.absolute().name
    if not is_name(name):
        advice = f"rename the folder, for instance to `{suggest_id(name, '_')}`"
        problems.error(1, f"`{name}` can't name an exercise", advice)
    if not (folder / "check.py").is_file():
        problems.error(1, "this exercise has no check.py", "write its cases beside this file")
    wrong = {path.stem: _Code(path) for path in _python(folder / "wrong")}
    accepted = [_Code(path) for path in _python(folder / "accepted")]
    if parts is not None:
        for each in code.values():
            each.check_provides(parts.provides)
        _check_feedback(parts, sorted(wrong), problems)
    return [c.problems for c in (*code.values(), *accepted, *wrong.values())]


def _python(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.py"))
    except OSError:
        return []


def _check_feedback(parts: _Parts, wrong: Sequence[str], problems: Problems) -> None:
    for name, line in parts.feedback_lines.items():
        if name not in wrong:
            advice = instead(name, wrong, f"write wrong/{name}.py, or remove this")
            problems.error(line, f"there is no wrong/{name}.py for this feedback", advice)
    for name in wrong:
        if name not in parts.feedback:
            advice = f"write `### {name}` and a few words under `## {FEEDBACK}`"
            problems.error(parts.feedback_line, f"wrong/{name}.py has no feedback", advice)


# --- exercise.md ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Section:
    title: str
    line: int
    pieces: list[Piece] = field(default_factory=list)


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
        self.feedback: dict[str, str] = {}
        self.feedback_lines: dict[str, int] = {}
        self.feedback_line = 1
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
            self.feedback_line = section.line
            self._read_feedback(section)
        else:
            message = f"an exercise has no part `{section.title}`"
            advice = instead(section.title, (HINTS, FEEDBACK), "write `###` inside the statement")
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

    def _read_feedback(self, section: _Section) -> None:
        name, pieces = "", list[Piece]()
        for piece in [*section.pieces, None]:
            if piece is not None and not (piece.kind == "heading" and piece.level == 3):
                pieces.append(piece)
                continue
            self._add_feedback(name, pieces)
            if piece is not None:
                name, pieces = piece.content.strip().strip("`").removesuffix(".py"), []
                line = self.text.line + piece.start
                if name in self.feedback_lines:
                    self.problems.error(line, f"`### {name}` stands twice", "keep one of them")
                self.feedback_lines.setdefault(name, line)

    def _add_feedback(self, name: str, pieces: Sequence[Piece]) -> None:
        if not name:
            for piece in pieces[:1]:
                line = self.text.line + piece.start
                self.problems.error(line, "this feedback is for nothing", "put `### NAME` above it")
            return
        markdown = ""
        if pieces:
            markdown, _ = self.text.source(pieces[0].start, pieces[-1].end)
        if not markdown:
            message = f"`### {name}` says nothing"
            self.problems.error(
                self.feedback_lines[name], message, "write what went wrong, and why"
            )
        self.feedback.setdefault(name, markdown)
