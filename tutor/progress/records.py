"""What comes back from the progress file. Times are UTC, ISO 8601, to the second."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a learner was."""

    lesson: str
    page: int  # from 0; used where the page has no activity or the activity is gone
    activity: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """The latest answer to a quiz."""

    given: list[str] | str  # texts of options or lines; or what was typed
    right: bool
    digest: str  # of the quiz as it was when it was answered
    at: str
    tries: int  # answers given to this quiz so far, this one included


@dataclass(frozen=True, slots=True)
class Edit:
    """A learner's own version of a cell."""

    source: str
    base_digest: str  # of the cell that was edited


@dataclass(frozen=True, slots=True)
class Attempt:
    """One check of a learner's code for an exercise."""

    id: int
    exercise: str
    code: str
    passed: bool
    verdict: str  # JSON, as the grading room made it
    at: str


@dataclass(frozen=True, slots=True)
class Help:
    """What help a learner has had with an exercise."""

    hints: int = 0  # how many were shown
    seen: bool = False  # whether the solution was
