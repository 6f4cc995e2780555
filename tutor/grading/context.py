"""What is going on while a case is played, for `draw`, `require` and the others to find.

What ends a case is never an `Exception`, so that no code in between can swallow it by accident.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch

from tutor.engine import resets
from tutor.engine.verdicts import Report

if TYPE_CHECKING:
    from tutor.grading.declaring import Case
    from tutor.grading.mine import Recorder


class BrokenExercise(Exception):
    """The exercise itself is wrong: a mistake of ours, not of the learner's."""


class CaseEnded(BaseException):
    """The case is over: what ended it has been noted already."""


class CaseFailed(BaseException):
    """The case is over, because of what the report says."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.message)
        self.report = report


@dataclass(slots=True)
class Playing:
    """A case that is being played: its dice, and how it wants them."""

    case: Case
    variant: str
    number: int  # the seed: from the brief's, the case and the variant
    generator: torch.Generator = field(default_factory=torch.Generator)
    expects_error: bool = False  # inside `raises`
    given: bool = False  # examples of Hypothesis are played
    recorder: Recorder | None = None
    asked: bool = False  # whether anything but the dice came from the seed

    @property
    def seed(self) -> int:
        """For other random numbers than those of the dice."""
        self.asked = True
        return self.number

    def reseed(self) -> None:
        """Begin all random numbers anew: those of `draw`, Python, numpy and torch."""
        self.generator.manual_seed(self.number)
        # Not the same seed: a mask that the code draws would go with the numbers of the inputs.
        resets.seed(seed_of(self.number, "torch, numpy and Python"))

    def depends(self) -> bool:
        """Whether anything has hung on the seed since `reseed`, which is done once more."""
        before = self._dice()
        self.reseed()
        return self.asked or self._dice() != before

    def _dice(self) -> tuple[object, ...]:
        return self.generator.get_state().numpy().tobytes(), *resets.dice()


_now: Playing | None = None


def now() -> Playing:
    """The case that is being played; RuntimeError if none is."""
    if _now is None:
        raise RuntimeError("this works only inside a case, while it is played")
    return _now


@contextmanager
def entered(playing: Playing) -> Iterator[None]:
    """Inside the block, `now()` is this one."""
    global _now  # noqa: PLW0603  (one case at a time, in one process)
    before, _now = _now, playing
    try:
        yield
    finally:
        _now = before


def seed_of(*parts: object) -> int:
    """A number of 31 bits that depends on all of the parts, the same in every process."""
    text = "\0".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1
