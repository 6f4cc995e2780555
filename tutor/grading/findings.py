"""What an audit found out about an exercise."""

from __future__ import annotations

from dataclasses import dataclass, field

from tutor.grading.bench import Lacking, Rejected
from tutor.grading.mutation import Mutation


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one file of an exercise."""

    file: str  # "wrong/uphill.py"
    message: str


@dataclass(slots=True)
class Audit:
    """What came out for one exercise. It failed if there are problems; remarks fail nobody."""

    exercise: str
    accepted: tuple[int, int] = (0, 0)  # that passed, and all
    wrong: tuple[int, int] = (0, 0)  # that failed, and all
    recognized: tuple[int, int] = (0, 0)  # of those that failed: as themselves, and all
    # Variations of wrong solutions: that got their feedback, and all. None: none were tried.
    variations: tuple[int, int] | None = None
    mutation: Mutation | None = None  # None: no mutants were tried
    lacking: list[Lacking] = field(default_factory=list)  # kinds of input that no case has
    seeds: int = 0  # that were tried
    rejected: list[Rejected] = field(default_factory=list)  # what is right, by a seed
    cases: int = 0
    calls: int = 0  # through `mine`, with the reference
    seconds: float = 0.0
    problems: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the exercise judges as it should."""
        return not self.problems

    def problem(self, file: str, message: str) -> None:
        """Something because of which the exercise fails."""
        self.problems.append(Finding(file, message))

    def remark(self, file: str, message: str) -> None:
        """Something that is worth a look."""
        self.remarks.append(Finding(file, message))
