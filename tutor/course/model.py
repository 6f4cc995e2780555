"""What a course is made of: plain frozen data, read from lesson files and never changed.

Everything here is free of torch, of Textual and of the other rooms, so that the app, the
command line, the engine and the tests can all hold it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file of the course, and what to write instead."""

    path: str
    line: int  # counted from 1
    message: str
    advice: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}; {self.advice}"


# --- what a page shows ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown: paragraphs, lists, tables, plain fences. Inline maths stays as `$…$`.

    `course.markup.parser()` makes the markdown-it parser that turns such maths into text.
    """

    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A display formula: its TeX, and the same drawn with text, ready to print."""

    tex: str
    text: str  # at most 56 columns and 12 rows
    line: int


@dataclass(frozen=True, slots=True)
class Admonition:
    """A boxed aside."""

    kind: Literal["note", "tip", "warning"]
    title: str  # "Note", "Tip", "Warning" unless the lesson gives another
    blocks: tuple[Prose | Formula, ...]
    line: int


Block = Prose | Formula | Admonition


# --- activities ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Knob:
    """A number or a choice that the learner may change before running a cell.

    It replaces the right side of the one top-level `name = literal` in its cell.
    `low` and `high` are both included; a knob with `options` is a choice.
    """

    name: str
    default: float | int | str | bool
    low: float | None = None
    high: float | None = None
    step: float | None = None
    scale: Literal["linear", "log"] = "linear"
    options: tuple[float | int | str | bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a figure with a vertical axis of its own; `name` is what stands at that axis."""

    name: str
    series: tuple[str, ...]  # curves in it, none in two panels
    yscale: Literal["linear", "log"] = "linear"
    best: Literal["", "low", "high"] = ""  # which values are good; "": told from the names


@dataclass(frozen=True, slots=True)
class PlotOptions:
    """How the curves of a cell are drawn."""

    title: str = ""
    x: str = ""
    y: str = ""
    yscale: Literal["linear", "log"] = "linear"
    panels: tuple[Panel, ...] = ()  # curves that are in none of them have a panel of their own


@dataclass(frozen=True, slots=True)
class Figure:
    """A promise: this expression equals a published figure of `figures.json`."""

    id: str
    expression: str


@dataclass(frozen=True, slots=True)
class Within:
    """A promise: this name ends between two numbers, whatever the seed."""

    name: str
    low: float
    high: float
    data: Literal["any", "real", "synthetic"] = "any"


@dataclass(frozen=True, slots=True)
class Cell:
    """Code that the learner runs."""

    id: str
    source: str  # without the option lines; no newline at the end
    line: int  # line of the first line of `source` in its file
    tags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # only what the file states; see engine.needs for the rest
    seconds: float = 5.0  # budget on two cores
    knobs: tuple[Knob, ...] = ()
    plot: PlotOptions = field(default_factory=PlotOptions)
    expect: tuple[str, ...] = ()  # lines of output
    within: tuple[Within, ...] = ()
    figures: tuple[Figure, ...] = ()
    was: tuple[str, ...] = ()  # ids it had before

    @property
    def hidden(self) -> bool:
        """Whether the code is folded away until the learner asks for it."""
        return "hide-input" in self.tags

    @property
    def timed(self) -> bool:
        """Whether it shows times, which are never the same again."""
        return "timed" in self.tags

    @property
    def digest(self) -> str:
        """A hash of what the learner meets, so that a changed cell is seen to be revised."""
        return _digest("cell", self.source)


QuizKind = Literal["choice", "multiple", "number", "text", "predict", "parsons"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a quiz: `- [x] text` and the quote under it.

    In `number`, `text` and `predict` a wrong answer is a tempting one, with the mistake
    behind it; the text `*` stands for anything else.
    """

    right: bool
    text: str  # Markdown with $…$; for number, text and predict: what the learner types
    why: str  # Markdown, may be empty
    line: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question, its answers, and why each is right or wrong."""

    id: str
    kind: QuizKind
    question: tuple[Prose | Formula, ...]
    answers: tuple[Answer, ...]
    line: int
    code: str | None = None  # predict: what is run; parsons: the lines in a right order
    before: str | None = None  # id of the cell it is asked before, on the same page
    after: str | None = None  # id of the cell whose names `run` and `code` may use
    run: str | None = None  # an expression whose value is the right answer
    tolerance: float | None = None  # absolute, for numbers
    also: tuple[tuple[int, ...], ...] = ()  # parsons: other right orders, lines from 1
    was: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A hash of question and answers, so that a changed quiz is seen to be revised."""
        question = [b.markdown if isinstance(b, Prose) else b.tex for b in self.question]
        answers = [f"{a.right}{a.text}" for a in self.answers]
        return _digest("quiz", self.kind, *question, self.code or "", self.run or "", *answers)


@dataclass(frozen=True, slots=True)
class ExerciseLink:
    """The place of an exercise in a lesson; the exercise itself is in its own folder."""

    id: str  # the exercise's name
    line: int
    was: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Exercises are versioned by their own folder, not by the line that names them."""
        return _digest("exercise", self.id)


@dataclass(frozen=True, slots=True)
class Entrant:
    """An optimizer in a race, with its parameters; those not named go well on the objective."""

    method: str  # a name of `course.optimizers.METHODS`
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Playground:
    """An objective on which the learner races optimizers."""

    id: str
    line: int
    title: str = ""
    objective: str = "bowl"  # a name of `course.objectives.OBJECTIVES`
    start: tuple[float, ...] = ()  # empty: the objective's own
    entrants: tuple[Entrant, ...] = ()  # those that are chosen in the beginning
    steps: int | None = None  # None: the objective's own
    was: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A hash of what the learner meets, so that a changed playground is seen to be revised."""
        entrants = [f"{e.method}{sorted(e.values.items())}" for e in self.entrants]
        return _digest("playground", self.objective, str(self.start), str(self.steps), *entrants)


Activity = Cell | Quiz | ExerciseLink | Playground


@dataclass(frozen=True, slots=True)
class Exercise:
    """Every word of an exercise that the learner sees, and where its code lies."""

    name: str
    title: str
    folder: Path
    provides: tuple[str, ...]  # the names that `tutor.mine` will have
    covers: tuple[str, ...]
    statement: tuple[Block, ...]
    hints: tuple[str, ...]  # Markdown, from a nudge to nearly there
    feedback: Mapping[str, str]  # name of a file in wrong/ (without .py) -> Markdown
    starter: str
    reference: str
    language: str = "en"
    # Other conventions that are as right: name of a file in accepted/ -> words for the learner,
    # and its code. "reference" may have words too; its code is the reference.
    conventions: Mapping[str, str] = field(default_factory=dict)
    convention_code: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A hash of statement and starter."""
        return _digest("exercise", self.title, repr(self.statement), self.starter)


# --- pages, lessons, the course --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """Prose and at most one activity, which ends it (or a quiz and the cell it precedes)."""

    title: str
    blocks: tuple[Block, ...]
    activities: tuple[Activity, ...]
    line: int
    terms: tuple[str, ...] = ()  # glossary terms that first appear here


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson in one language."""

    name: str  # its folder's name
    chapter: str  # its chapter's folder
    title: str
    path: Path
    language: str  # "en", "zh"
    summary: str
    pages: tuple[Page, ...]
    setup: Cell | None = None
    minutes: int = 30
    prerequisites: tuple[str, ...] = ()
    # item of the curriculum -> ids of the activities that teach it; none: the lesson as a whole
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    origin: str = ""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell in reading order, the setup first."""
        found = [a for p in self.pages for a in p.activities if isinstance(a, Cell)]
        return ((self.setup,) if self.setup else ()) + tuple(found)

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        """Every quiz in reading order."""
        return tuple(a for a in self.activities if isinstance(a, Quiz))

    @property
    def activities(self) -> Iterator[Activity]:
        """Every activity in reading order, without the setup."""
        return (a for page in self.pages for a in page.activities)

    def cell(self, cell_id: str) -> Cell:
        """The cell of that id; KeyError if there is none."""
        for cell in self.cells:
            if cell.id == cell_id:
                return cell
        raise KeyError(cell_id)

    def page_of(self, activity_id: str) -> int | None:
        """Index of the page that holds an activity, by its id or one that it had before."""
        for index, page in enumerate(self.pages):
            if any(activity_id in (a.id, *a.was) for a in page.activities):
                return index
        return None


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary."""

    name: str
    text: str  # Markdown with $…$
    also: tuple[str, ...] = ()  # other spellings, such as the plural
    lesson: str = ""  # where it is taught


@dataclass(frozen=True, slots=True)
class Chapter:
    """Lessons that belong together, by name, in reading order."""

    name: str  # its folder
    title: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A course as `course.yml` lists it. Lessons are read one by one, when they are wanted."""

    name: str  # progress is kept under this name
    title: str
    root: Path
    chapters: tuple[Chapter, ...]
    glossary: Mapping[str, Term]

    @property
    def lessons(self) -> tuple[str, ...]:
        """The names of all lessons in reading order."""
        return tuple(name for chapter in self.chapters for name in chapter.lessons)

    def chapter_of(self, lesson: str) -> Chapter:
        """The chapter that lists a lesson; KeyError if none does."""
        for chapter in self.chapters:
            if lesson in chapter.lessons:
                return chapter
        raise KeyError(lesson)

    def path_of(self, lesson: str, language: str = "en") -> Path:
        """Where a lesson lies: the given language where it exists, otherwise English."""
        folder = self.root / self.chapter_of(lesson).name / lesson
        if language != "en" and (folder / f"lesson.{language}.md").is_file():
            return folder / f"lesson.{language}.md"
        return folder / "lesson.md"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
