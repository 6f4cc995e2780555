"""Which of an exercise's wrong solutions does a learner's look like?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tutor.grading.compare import Difference, alike, message_of, same_error
from tutor.grading.records import Recording
from tutor.grading.walking import Rules, Walk


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody's recording of a case, and what came out of the comparison with the reference."""

    recording: Recording
    difference: Difference | None
    failed: bool


Cases = Mapping[str, Kept]


def diagnose(
    references: Mapping[str, Recording], learner: Cases, wrong: Mapping[str, Cases]
) -> tuple[str, bool]:
    """Name of the wrong solution that a learner's looks like; ("", False) if there is none.

    True: it does the same in all cases that both have played, the learner's first failing one
    among them. False: only their first differences from the reference are the same.
    """
    first = next((case for case in references if _failed(learner, case)), None)
    if first is None:
        return "", False
    for name in sorted(wrong):
        if _failed(wrong[name], first) and _same(references, learner, wrong[name], first):
            return name, True
    for name in sorted(wrong):
        case = next((case for case in references if _failed(wrong[name], case)), None)
        if case == first and _same_failure(references[first], learner[first], wrong[name][first]):
            return name, False
    return "", False


def _failed(cases: Cases, case: str) -> bool:
    return case in cases and cases[case].failed


def _same(references: Mapping[str, Recording], learner: Cases, wrong: Cases, first: str) -> bool:
    """Whether two do the same in all cases that both have played."""
    for case in _from(first, references):
        if case in learner and case in wrong:
            one, other = learner[case], wrong[case]
            if one.failed != other.failed or _way(one.difference) != _way(other.difference):
                return False
            if alike(one.recording, other.recording, references[case]) is not None:
                return False
    return True


def _way(difference: Difference | None) -> tuple[object, ...]:
    """How a recording parts from the reference's, without the numbers."""
    if difference is None:
        return ()
    return difference.call, difference.where, difference.what, difference.place


def _from(first: str, references: Mapping[str, Recording]) -> Iterator[str]:
    """All cases, the one first where the two are most likely to part."""
    yield first
    yield from (case for case in references if case != first)


def _same_failure(reference: Recording, one: Kept, other: Kept) -> bool:
    """Whether two part from the reference at the same place and in the same way."""
    a, b = one.difference, other.difference
    if a is None or b is None:
        random = "random" in reference.aspects
        return a is b and _same_demand(one.recording, other.recording, random)
    if _way(a) != _way(b) or a.index != b.index:
        return False
    if a.where == "error":
        return _same_error(one.recording, other.recording, a.call)
    if a.got is None or b.got is None:
        return a.got is b.got
    rules = Rules(reference.tolerance, values="random" not in reference.aspects)
    return Walk(rules).first(a.got, b.got, "") is None


def _same_demand(one: Recording, other: Recording, random: bool) -> bool:
    a, b = one.failure, other.failure
    if a is None or b is None or a.kind != b.kind:
        return False
    same_numbers = random or (a.expected, a.got, a.place) == (b.expected, b.got, b.place)
    return same_numbers and message_of(a, random) == message_of(b, random)


def _same_error(one: Recording, other: Recording, number: int) -> bool:
    errors = [
        each.calls[number - 1].error if number <= len(each.calls) else None for each in (one, other)
    ]
    a, b = errors
    return a is b if a is None or b is None else same_error(a, b)
