"""Several right answers: the reference, and other conventions that are as right.

Somebody's solution has to agree with one of them, the same one in every case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from tutor.engine.verdicts import Report
from tutor.grading import report
from tutor.grading.compare import Difference, compare
from tutor.grading.records import Recording

REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a case went."""

    difference: Difference | None  # from the alternative that it was held against
    report: Report | None  # None: it has passed
    against: str  # the alternative that it was held against
    settled: str  # the only one that this and all cases before agree with; "" if they are more


class Standing:
    """Which of the alternatives a check agrees with so far."""

    def __init__(self, names: Sequence[str]) -> None:
        """`names`: of all alternatives, the reference first."""
        self._alive = list(names)
        self._parted: dict[str, str] = {}  # alternative -> title of the case where it was left

    def judge(self, recording: Recording, alternatives: Mapping[str, Recording]) -> Judgement:
        """Hold a recording of a case against what each alternative does in it.

        It passes if one agrees that has agreed before. If none does, the report is of the first
        one that has: the reference, unless an earlier case has ruled it out.
        """
        first = self._alive[0]
        found = report.outcome(recording, alternatives[first])
        agreeing = [first] if found.report is None else []
        agreeing += [name for name in self._alive[1:] if _agrees(recording, alternatives[name])]
        if agreeing:
            self._leave([name for name in self._alive if name not in agreeing], recording.case,
                        alternatives)  # fmt: skip
            self._alive = agreeing
            return Judgement(None, None, agreeing[0], self.settled)
        said = found.report
        for name, where in self._parted.items():
            if said is not None and _agrees(recording, alternatives[name]):
                said = _mixed(said, name, first, where)
                break
        return Judgement(found.difference, said, first, self.settled)

    @property
    def settled(self) -> str:
        """The only alternative that is left of several; "" if they can't be told apart."""
        return self._alive[0] if len(self._alive) == 1 and self._parted else ""

    def _leave(
        self, names: Sequence[str], case: str, alternatives: Mapping[str, Recording]
    ) -> None:
        for name in names:
            self._parted[name] = alternatives[name].title or case


def _agrees(recording: Recording, alternative: Recording) -> bool:
    return recording.failure is None and compare(recording, alternative) is None


def _mixed(said: Report, here: str, before: str, where: str) -> Report:
    """The report of a case that agrees with an alternative which an earlier case ruled out."""
    message = (
        f"Two conventions are mixed: here your code goes by {_named(here)}, "
        f"and in the case “{where}” it went by {_named(before)}. "
        "Either is right; keep to one of them in every case."
    )
    return report.tidy(msgspec.structs.replace(said, message=message))


def _named(name: str) -> str:
    """An alternative in words."""
    return "the reference" if name == REFERENCE else f"“{name.replace('_', ' ')}”"
