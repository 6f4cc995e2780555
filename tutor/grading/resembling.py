"""What some numbers look like: those of an earlier step, of another result, of another shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tutor.grading import arrays, records
from tutor.grading.arrays import Array
from tutor.grading.differing import Difference
from tutor.grading.records import AnyNode, Call
from tutor.grading.walking import Rules, Walk

NEAR = 1e-4  # relative, as in guessing
MOST = 64  # calls that are looked through


# --- of another shape ----------------------------------------------------------------------------


def in_another_shape(expected: Array | None, got: Array | None) -> str:
    """A clause on numbers that are right, or nearly, in a shape that is not; "" otherwise."""
    if expected is None or got is None or expected.dtype.kind not in "iuf":
        return ""
    if got.dtype.kind not in "iuf" or expected.size < 2 or not got.size:
        return ""
    with np.errstate(all="ignore"):
        return _lacking(expected, got) or _same_numbers(expected, got) or _summed(expected, got)


def _lacking(expected: Array, got: Array) -> str:
    """One row, or one element, too few or too many."""
    if expected.ndim != got.ndim or not expected.ndim or expected.shape[1:] != got.shape[1:]:
        return ""
    longer, shorter = (expected, got) if len(expected) > len(got) else (got, expected)
    if len(longer) - len(shorter) != 1 or len(longer) > 1000:
        return ""
    name = "row" if expected.ndim > 1 else "element"
    for place in range(len(longer)):
        if _near(np.delete(longer, place, axis=0), shorter):
            said = "is missing" if longer is expected else "is too many"
            return f"{_which(name, place, len(longer))} {said}, the others are right"
    return ""


def _which(name: str, place: int, count: int) -> str:
    ends = {0: f"the first {name}", count - 1: f"the last {name}"}
    return ends.get(place, f"{name} {place} (from 0)")


def _same_numbers(expected: Array, got: Array) -> str:
    if expected.size != got.size:
        return ""
    turned = expected.ndim == got.ndim == 2 and got.shape == expected.shape[::-1]
    if turned and min(expected.shape) > 1:
        return "the numbers themselves are right" if _near(expected.T, got) else ""
    same = _near(expected.reshape(-1), got.reshape(-1))
    return "the numbers themselves are right" if same else ""


def _summed(expected: Array, got: Array) -> str:
    """What was expected, summed or averaged along some dimension."""
    for axis in [*range(expected.ndim), None]:
        for name, found in (("sum", expected.sum(axis)), ("mean", expected.mean(axis))):
            if found.size == got.size and _near(found.reshape(-1), got.reshape(-1)):
                along = "" if axis is None or expected.ndim < 2 else f" along dimension {axis}"
                return f"it is the {name} of what is expected{along}"
    return ""


# --- row by row ----------------------------------------------------------------------------------


def by_lines(expected: Array, got: Array, near: float) -> str:
    """A clause on a matrix that is right but for something in each row, or each column."""
    if expected.ndim != 2 or min(expected.shape) < 2 or expected.dtype.kind == "c":
        return ""
    for axis, name in ((1, "row"), (0, "column")):
        if not (np.abs(got - expected) > near * np.abs(expected)).any(axis=axis).all():
            continue  # some are right
        ratio, gap = got / expected, got - expected
        if _constant(ratio, axis, near):
            return f"each {name} is what is expected times a factor of its own"
        if _constant(gap, axis, near * max(1.0, float(np.max(np.abs(expected))))):
            return f"each {name} is off by a number of its own"
    return ""


def rearranged(expected: Array, got: Array, near: float) -> str:
    """A clause on a matrix whose rows, or columns, have changed places."""
    if expected.ndim != 2 or min(expected.shape) < 2 or expected.dtype.kind == "c":
        return ""
    for axis, name in ((1, "row"), (0, "column")):
        if _rearranged(expected, got, axis, near):
            return f"the {name}s are right, in another order"
    return ""


def signs(expected: Array, got: Array, near: float) -> str:
    """A clause on values of which only some signs are wrong."""
    if expected.dtype.kind == "c" or expected.size < 3:
        return ""
    wrong = np.sign(expected) * np.sign(got) < 0
    if not wrong.any() or not _near(np.abs(expected), np.abs(got), near):
        return ""
    number = int(wrong.sum())
    has = "value has" if number == 1 else "values have"
    return f"{number} of {wrong.size} {has} the opposite sign, all else is right"


def _constant(values: Array, axis: int, near: float) -> bool:
    if not np.isfinite(values).all():
        return False
    first = values.take([0], axis=axis)
    return bool((np.abs(values - first) <= near * np.maximum(1.0, np.abs(first))).all())


def _rearranged(expected: Array, got: Array, axis: int, near: float) -> bool:
    ours, theirs = (expected, got) if axis == 1 else (expected.T, got.T)
    if len(ours) > 100 or len(ours) < 3 or not (np.isfinite(ours).all() and np.isfinite(got).all()):
        return False
    left = list(range(len(ours)))
    for row in theirs:
        found = next((k for k in left if _near(ours[k], row, near)), None)
        if found is None:
            return False
        left.remove(found)
    return True


# --- of another place or step --------------------------------------------------------------------


def elsewhere(difference: Difference, calls: Sequence[Call], tolerance: float | None) -> str:
    """A clause on a result that is right for another call, or for another part of this one."""
    got = difference.got
    if difference.where != "result" or not isinstance(got, records.Tensor) or _is_plain(got):
        return ""
    here = calls[difference.call - 1]
    for place, node in _parts(here.result, "result"):
        if place != difference.place and _same(node, got, tolerance):
            return f"these are the numbers that `{place}` should hold"
    for other, number in _same_place(difference, calls):
        if _same(other, got, tolerance):
            off = number - difference.call
            steps = "one call" if abs(off) == 1 else f"{abs(off)} calls"
            when = "were expected" if off < 0 else "are expected"
            return f"these numbers {when} {steps} {'earlier' if off < 0 else 'later'}"
    return ""


def _same(node: AnyNode, got: AnyNode, tolerance: float | None) -> bool:
    return Walk(Rules(tolerance)).first(node, got, "") is None


def _is_plain(node: records.Tensor) -> bool:
    """Whether the numbers say too little: one alone, or all of them the same."""
    numbers = arrays.array(node)
    return numbers is None or numbers.size < 2 or bool((numbers == numbers.flat[0]).all())


def _parts(node: AnyNode, place: str) -> Iterator[tuple[str, AnyNode]]:
    if isinstance(node, (records.Items, records.Stream)):
        for index, item in enumerate(node.items[:MOST]):
            yield f"{place}[{index}]", item


def _same_place(difference: Difference, calls: Sequence[Call]) -> Iterator[tuple[AnyNode, int]]:
    """What other calls of the same name hold there, the nearest first."""
    here = calls[difference.call - 1]
    others = [
        (call, number)
        for number, call in enumerate(calls, start=1)
        if call.name == here.name and number != difference.call
    ]
    others.sort(key=lambda pair: abs(pair[1] - difference.call))
    for call, number in others[:MOST]:
        found = dict([("result", call.result), *_parts(call.result, "result")])
        if difference.place in found:
            yield found[difference.place], number


def _near(one: Array, other: Array, near: float = NEAR) -> bool:
    if one.shape != other.shape:
        return False
    scale = np.max(np.abs(other), initial=0.0)
    return bool(np.isfinite(scale)) and bool((np.abs(one - other) <= near * scale).all())
