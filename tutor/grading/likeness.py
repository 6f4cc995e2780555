"""How much two wrong recordings of a case look like the same mistake.

Two people who make one mistake don't write one program: they round otherwise, print more, fail
with another operator's message. What counts is how each of them parts from what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import numpy as np

from tutor.engine.verdicts import Report
from tutor.grading import arrays, records
from tutor.grading.arrays import Array
from tutor.grading.compare import Difference, alike, message_of, same_error
from tutor.grading.records import AnyNode, Call, Error, Recording

SAME = 1.0
NEAR = 0.6  # the same first difference, and no more
AKIN = 0.9  # the same first difference from two conventions: more can't be asked
UNLIKE = 0.0

# Of how far a mistake leads away from what is right: two forms of it may lie so far apart.
_ROUNDING = 1e-4
_SIMILAR = 0.1  # by two conventions
_GROWN = 100  # times the tolerance, by the largest number: rounding that has grown over many steps

_VALUES = ("value", "changed", "left")
_number = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
# What many operators say in many ways; one of these words tells what it is about.
_FAMILIES = tuple(
    (family, re.compile(pattern, re.IGNORECASE))
    for family, pattern in (
        ("in place", r"in-?place|leaf variable"),
        ("graph", r"does not require grad|second time|grad_fn|requires_grad|requires grad"),
        ("index", r"index|out of range|out of bounds"),
        ("shape", r"shape|size|dimension|broadcast|expand|mat1|matrix|matrices"),
        ("dtype", r"dtype|scalar type|\bLong\b|\bDouble\b"),
    )
)
_OPERATORS = ("RuntimeError", "ValueError", "IndexError")
_NONE = "NoneType"
_UNBOUND = ("NameError", "UnboundLocalError")


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody's recording of a case, and what came out of the comparison with an alternative."""

    recording: Recording
    difference: Difference | None
    failed: bool
    against: str = "reference"  # the alternative that it was compared with


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two recordings of a case are, from 0 to 1, and what that rests on."""

    degree: float
    distance: float = 0.0  # between their numbers, relative to how far they are from right ones
    numbers: bool = True  # whether there is more to it than that both say the same

    @property
    def same(self) -> bool:
        """Whether nothing tells them apart but rounding."""
        return self.degree == SAME


def likeness(one: Kept, other: Kept, ours: Recording, theirs: Recording) -> Likeness:
    """How alike the mistakes of two recordings are in a case; Likeness(1.0) if they are the same.

    `ours`, `theirs`: the right recording that each was held against; by their convention these
    may be two.
    """
    if one.failed != other.failed:
        return Likeness(UNLIKE)
    if not one.failed:
        return Likeness(SAME, numbers=False)
    if not _said_alike(one.recording, other.recording, "random" in theirs.aspects):
        return Likeness(UNLIKE)
    if ours is theirs and (whole := _whole(one, other, theirs)) is not None:
        return whole
    return _first_difference(one, other, ours, theirs)


def way(difference: Difference | None) -> tuple[object, ...]:
    """How a recording parts from the right one, without the numbers."""
    if difference is None:
        return ()
    return difference.call, difference.where, difference.what, difference.place


# --- what is said ------------------------------------------------------------------------------


def _said_alike(one: Recording, other: Recording, random: bool) -> bool:
    """Whether the case itself said the same of both, whatever the last digits are."""
    a, b = one.failure, other.failure
    if a is None or b is None:
        return a is b
    return a.kind == b.kind and _same_text(message_of(a, random), message_of(b, random))


def _same_text(one: str, other: str) -> bool:
    if one == other:
        return True
    if _number.sub("#", one) != _number.sub("#", other):
        return False
    pairs = zip(_number.findall(one), _number.findall(other), strict=True)
    return all(arrays.near(float(a), float(b), _ROUNDING) for a, b in pairs)


def _same_family(one: Error, other: Error) -> bool:
    """Whether two exceptions are about the same, in the words of different operators."""
    if one.kind in _UNBOUND and other.kind in _UNBOUND:
        return True
    if _NONE in one.message and _NONE in other.message:
        return True
    if one.kind not in _OPERATORS or other.kind not in _OPERATORS:
        return False
    family = _family(one.message)
    return bool(family) and family == _family(other.message)


def _family(message: str) -> str:
    return next((name for name, pattern in _FAMILIES if pattern.search(message)), "")


# --- in the whole case ---------------------------------------------------------------------------


def _whole(one: Kept, other: Kept, rules: Recording) -> Likeness | None:
    """The same all through; None if something tells them apart."""
    if way(one.difference) != way(other.difference):
        return None
    said = msgspec.structs.replace(one.recording, failure=other.recording.failure)
    found = alike(said, other.recording, rules)
    random = "random" in rules.aspects
    if found is None:
        if not random:
            return Likeness(SAME)
        return Likeness(SAME, numbers=_draws_alike(one.recording, other.recording))
    if found.what not in _VALUES or random:
        return None
    distance = _distance_of_all(one.recording, other.recording, rules)
    return Likeness(SAME, distance) if distance <= _ROUNDING else None


def _draws_alike(one: Recording, other: Recording) -> bool:
    """Whether two that throw dice come to the same numbers, too."""
    pairs = list(zip(one.calls, other.calls, strict=False))
    if not pairs or len(one.calls) != len(other.calls):
        return False
    for a, b in pairs:
        if a.error is not None or b.error is not None:
            continue
        ours, theirs = dict(_numbers(a)), dict(_numbers(b))
        if ours.keys() != theirs.keys():
            return False
        for place, node in ours.items():
            x, y = arrays.array(node), arrays.array(theirs[place])
            if x is None or y is None or x.shape != y.shape:
                return False
            if arrays.wrong(x, y, _ROUNDING, scaled=True) is not None:
                return False
    return True


def _distance_of_all(one: Recording, other: Recording, rules: Recording) -> float:
    """The largest distance of two recordings' numbers; infinite if it is no matter of rounding."""
    largest = 0.0
    if len(one.calls) != len(other.calls):
        return float("inf")
    for a, b, right in zip(one.calls, other.calls, rules.calls, strict=False):
        if a.error is not None or b.error is not None:
            if a.error is None or b.error is None or not same_error(a.error, b.error):
                return float("inf")
            continue
        ours, theirs, expected = dict(_numbers(a)), dict(_numbers(b)), dict(_numbers(right))
        if ours.keys() != theirs.keys():
            return float("inf")
        for place, node in ours.items():
            found = _distance(node, theirs[place], expected.get(place), rules.tolerance)
            largest = max(largest, found)
            if largest > _ROUNDING:
                return largest
    return largest


def _numbers(call: Call) -> Iterator[tuple[str, records.Tensor]]:
    """Every tensor that is recorded of a call, by its place."""
    yield from _tensors(call.result, "result")
    for place, gradient in call.gradients:
        yield from _tensors(gradient, f"gradient {place}")
    for leaf in call.leaves:
        if not leaf.module:
            yield from _tensors(leaf.value, leaf.place)
            yield from _tensors(leaf.grad, f"{leaf.place}.grad")


def _tensors(node: AnyNode, place: str) -> Iterator[tuple[str, records.Tensor]]:
    if isinstance(node, records.Tensor):
        yield place, node
    elif isinstance(node, records.Number):
        yield place, _of_number(node)
    elif isinstance(node, records.Items | records.Stream):
        for number, each in enumerate(node.items):
            yield from _tensors(each, f"{place}[{number}]")
    elif isinstance(node, records.Fields):
        for key, each in node.items:
            yield from _tensors(each, f"{place}[{key}]")


def _of_number(node: records.Number) -> records.Tensor:
    try:
        data = np.float64(node.value).tobytes()
    except OverflowError:
        data = np.float64("inf").tobytes()
    return records.Tensor("float64", [], data)


def _distance(
    one: records.Tensor, other: records.Tensor, right: AnyNode | None, tolerance: float | None
) -> float:
    """How far two tensors of one mistake lie apart; infinite if rounding can't have done it."""
    if one.data == other.data and one.shape == other.shape:
        return 0.0
    a, b = arrays.array(one), arrays.array(other)
    if a is None or b is None or a.shape != b.shape or one.dtype != other.dtype:
        return float("inf")
    if a.dtype.kind not in "f":
        return 0.0 if np.array_equal(a, b) else float("inf")
    finite = np.isfinite(a)
    if not np.array_equal(finite, np.isfinite(b)):
        return float("inf")
    a, b = a[finite], b[finite]
    allowed = arrays.tolerance_of(one.dtype, tolerance) * (1 + float(np.max(np.abs(b), initial=0)))
    apart = float(np.max(np.abs(a - b), initial=0.0))
    if _GROWN * allowed >= apart > allowed:
        return _relative(a, b, *_of(right, finite, b))
    return 0.0 if apart <= allowed else float("inf")


def _of(right: AnyNode | None, finite: Array, other: Array) -> tuple[Array, Array]:
    """The right numbers where both are finite; zeros if there are none to compare with."""
    found = arrays.array(right) if isinstance(right, records.Tensor) else None
    if found is None or found.shape != finite.shape:
        return np.zeros_like(other), np.zeros_like(other)
    return found[finite], found[finite]


def _relative(one: Array, other: Array, ours: Array, theirs: Array) -> float:
    """How differently two arrays part from what is right: 0 for the same, 1 for unrelated ones."""
    with np.errstate(all="ignore"):
        a, b = np.asarray(one - ours), np.asarray(other - theirs)
        finite = np.isfinite(a) & np.isfinite(b)
        a, b = a[finite], b[finite]
        size = max(float(np.linalg.norm(a)), float(np.linalg.norm(b)))
        if not size:
            return 0.0 if finite.any() or not finite.size else 1.0
        return float(np.linalg.norm(a - b)) / size if np.isfinite(size) else 1.0


# --- at the first difference ---------------------------------------------------------------------


def _first_difference(one: Kept, other: Kept, ours: Recording, theirs: Recording) -> Likeness:
    """Whether two part from what is right at the same place and in the same way."""
    a, b = one.difference, other.difference
    if a is None or b is None:
        if a is not b:
            return Likeness(UNLIKE)
        return _demand(one, other, ours, theirs)
    if way(a) != way(b):
        return Likeness(UNLIKE)
    if a.where == "error":
        return _errors(_error(one.recording, a.call), _error(other.recording, b.call))
    return _by_distance(_of_nodes(a.got, b.got, a.expected, b.expected), ours is theirs)


def _errors(one: Error | None, other: Error | None) -> Likeness:
    """Other operators say the same in other words: that is alike, but far from sure."""
    if one is None or other is None:
        return Likeness(NEAR, 0.5, numbers=False) if one is other else Likeness(UNLIKE)
    if same_error(one, other):
        return Likeness(AKIN, 0.0, numbers=False)
    return Likeness(AKIN, 0.5, numbers=False) if _same_family(one, other) else Likeness(UNLIKE)


def _demand(one: Kept, other: Kept, ours: Recording, theirs: Recording) -> Likeness:
    """The case said the same of both; so much the better if the call before it is the same."""
    x, y = one.recording.failure, other.recording.failure
    assert x is not None  # else there would be a difference
    assert y is not None
    if "random" in theirs.aspects or "given" in theirs.aspects:
        return Likeness(NEAR, 0.0, numbers=False)
    if _same_numbers(x, y):
        return Likeness(NEAR, 0.0, numbers=bool(x.got))
    call = min(one.recording.failed_after, other.recording.failed_after)
    nodes = [
        each.calls[call - 1].result if 0 < call <= len(each.calls) else None
        for each in (one.recording, other.recording, ours, theirs)
    ]
    return _by_distance(_of_nodes(nodes[0], nodes[1], nodes[2], nodes[3]), ours is theirs)


def _by_distance(distance: float, one_convention: bool) -> Likeness:
    if distance > (_ROUNDING if one_convention else _SIMILAR):
        return Likeness(UNLIKE)
    return Likeness(NEAR if one_convention else AKIN, distance)


def _same_numbers(one: Report, other: Report) -> bool:
    return one.place == other.place and all(
        _same_text(a, b) for a, b in ((one.expected, other.expected), (one.got, other.got))
    )


def _of_nodes(
    one: AnyNode | None, other: AnyNode | None, ours: AnyNode | None, theirs: AnyNode | None
) -> float:
    """How differently two values part from the right ones; 1 and more if not alike at all."""
    if one is None or other is None or ours is None or theirs is None:
        return 0.0 if one is other else 1.0
    a, b = dict(_tensors(one, "")), dict(_tensors(other, ""))
    if type(one) is not type(other) or a.keys() != b.keys():
        return 1.0
    if not a:
        return 0.0 if _outline(one) == _outline(other) else 1.0
    right, wanted = dict(_tensors(ours, "")), dict(_tensors(theirs, ""))
    return max(_apart(a[each], b[each], right.get(each), wanted.get(each)) for each in a)


def _outline(node: AnyNode) -> object:
    if isinstance(node, records.Other):
        return node.kind
    return node


def _apart(
    one: records.Tensor,
    other: records.Tensor,
    ours: records.Tensor | None,
    theirs: records.Tensor | None,
) -> float:
    if one.shape != other.shape or one.dtype != other.dtype:
        return 1.0
    a, b = arrays.array(one), arrays.array(other)
    if a is None or b is None:
        return 0.0 if one.data == other.data else 1.0
    if a.dtype.kind not in "f":
        return 0.0 if np.array_equal(a, b) else 1.0
    if not np.array_equal(np.isfinite(a), np.isfinite(b)):
        return 1.0
    right = [None if each is None else arrays.array(each) for each in (ours, theirs)]
    x, y = right
    if x is None or y is None or x.shape != a.shape or y.shape != b.shape:
        x, y = np.zeros_like(a), np.zeros_like(b)
    return _relative(a, b, x, y)


def _error(recording: Recording, number: int) -> Error | None:
    return recording.calls[number - 1].error if 0 < number <= len(recording.calls) else None
