"""How many mutants of an exercise's reference its cases tell from it, and which they don't.

A survivor is a mistake that nobody would be told of. Either a case is missing, or no case can tell
it: then check.py names it by its diff, and says why.

    equivalent('''
        -    for p in params:
        +    for p in list(params):
    ''', because="A list has the same items in the same order.")
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from tutor.course import exercise_code, scores
from tutor.course.model import Exercise
from tutor.grading.bench import Bench, subject_of
from tutor.grading.mutants import Mutant, chosen, mutants_of

GRADIENT = "gradient"
MOST_NAMED = 20  # one in so many mutants may be named equivalent; one always may


@dataclass(frozen=True, slots=True)
class Equivalent:
    """What check.py says of a mutant that can't be told from the reference."""

    diff: str
    because: str
    line: int  # of check.py

    def names(self, mutant: Mutant) -> bool:
        """Whether it is this one. Blanks don't matter."""
        return _bare(self.diff) == _bare(mutant.diff)


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that passes every case."""

    mutant: Mutant
    because: str = ""  # nobody can tell it; "" if check.py doesn't name it


@dataclass(frozen=True, slots=True)
class Killed:
    """A mutant that fails, and the case that it fails first."""

    mutant: Mutant
    case: str
    why: str


@dataclass(slots=True)
class Mutation:
    """What became of an exercise's mutants."""

    all: int = 0  # that there are; in the quick form, more than are tried
    killed: list[Killed] = field(default_factory=list)
    survivors: list[Survivor] = field(default_factory=list)
    conventions: list[tuple[Mutant, str]] = field(default_factory=list)  # right in another way
    named: list[Equivalent] = field(default_factory=list)
    stale: list[Equivalent] = field(default_factory=list)  # that are no survivor

    @property
    def total(self) -> int:
        """How many should be killed, or be named."""
        return len(self.killed) + len(self.survivors)

    @property
    def explained(self) -> list[Survivor]:
        """Survivors that check.py names."""
        return [each for each in self.survivors if each.because]

    @property
    def unexplained(self) -> list[Survivor]:
        """Survivors that it doesn't name."""
        return [each for each in self.survivors if not each.because]

    @property
    def score(self) -> float:
        """The share that was killed of those that could be; 1 if there are none."""
        return scores.share_killed(len(self.killed), self.total, len(self.explained))

    @property
    def room(self) -> int:
        """How many may be named equivalent."""
        return max(1, self.all // MOST_NAMED)


async def mutation(
    bench: Bench,
    exercise: Exercise,
    *,
    seed: int = 0,
    most: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Mutation:
    """Try the mutants of an exercise, or at most so many, evenly from all kinds.

    `tell` hears how many of how many are done. Raises bench.Unplayable for a broken exercise,
    EngineError without a process, SyntaxError for a reference that is no Python.
    """
    check = (exercise.folder / "check.py").read_text(encoding="utf-8-sig")
    named, everyone = equivalents(check), mutants_of(exercise.reference)
    if asks_no_gradient(check):
        everyone = [each for each in everyone if each.name != "detached"]
    tried = everyone if most is None else chosen(everyone, most)
    found = Mutation(all=len(everyone), named=named)
    sources = {str(at): mutant.source for at, mutant in enumerate(tried)}
    async with aclosing(bench.fates(subject_of(exercise, seed), sources)) as fates:
        async for fate in fates:
            mutant = tried[int(fate.name)]
            if fate.convention:
                found.conventions.append((mutant, fate.convention))
            elif fate.passed:
                found.survivors.append(Survivor(mutant, _reason(mutant, named)))
            else:
                found.killed.append(Killed(mutant, fate.case, fate.why))
            if tell is not None:
                tell(int(fate.name) + 1, len(tried))
    if len(tried) == len(everyone):
        alive = [each.mutant for each in found.survivors]
        found.stale = [each for each in named if not any(map(each.names, alive))]
    return found


def equivalents(check: str) -> list[Equivalent]:
    """What a check.py says by `equivalent`, read without running it; [] if it isn't Python."""
    found = (each for each in _excuses(check) if each.function == "equivalent")
    return [Equivalent(each.what, each.because, each.line) for each in found]


def asks_no_gradient(check: str) -> bool:
    """Whether a check.py says that no gradient is asked of the results: `without("gradient", …)`.

    Then nobody can be blamed for a detached value, and there are no such mutants.
    """
    return any(each.what == GRADIENT for each in _excuses(check) if each.function == "without")


def _excuses(check: str) -> list[exercise_code.Excuse]:
    try:
        return list(exercise_code.excuses(ast.parse(check)))
    except (SyntaxError, ValueError):
        return []  # it can't be loaded either, which is said elsewhere


def _reason(mutant: Mutant, named: Sequence[Equivalent]) -> str:
    return next((each.because for each in named if each.names(mutant)), "")


def _bare(diff: str) -> list[str]:
    lines = ("".join(line.split()) for line in diff.splitlines())
    return [line for line in lines if line]
