"""What may have gone wrong, told from two shapes, dtypes or arrays: sentences for a report.

Each says what can be seen in the numbers, never what to write instead. "" where nothing fits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np

from tutor.grading import arrays, picturing, records, resembling
from tutor.grading.arrays import Array
from tutor.grading.drawing import number, shape
from tutor.grading.records import AnyNode

NEAR = 1e-4  # relative: as near as a pattern has to fit
_SMALL = 1e-2  # relative: what is less far off may be a matter of arithmetic


# --- shapes and dtypes ---------------------------------------------------------------------------


def of_shapes(expected: Sequence[int], got: Sequence[int]) -> str:
    """A sentence on a tensor's shape."""
    e, g = list(expected), list(got)
    guesses = (_broadcast, _ones, _transposed, _reduced, _off_by_one, _reshaped)
    return next((said for guess in guesses if (said := guess(e, g))), "")


def _broadcast(expected: list[int], got: list[int]) -> str:
    n = got[-1] if got else 0
    if n > 1 and got == [n, n] and expected in ([n], [n, 1], [1, n]):
        return f"Broadcasting does that: ({n}, 1) and ({n},) together make ({n}, {n})."
    return ""


def broadcast(
    inputs: Sequence[tuple[str, AnyNode]], expected: Sequence[int], got: Sequence[int]
) -> tuple[str, str]:
    """A sentence and a picture on two arguments that broadcasting made a shape of; or nothing."""
    if math.prod(got) <= math.prod(expected):
        return "", ""
    named = [(name, node.shape) for name, node in inputs if isinstance(node, records.Tensor)]
    for (name, one), (other_name, other) in combinations(named, 2):
        if one == other or picturing.together(one, other) != list(got):
            continue
        if list(got) in (one, other):
            continue
        pair = ((name, one), (other_name, other))
        parts = [f"`{each}` {shape(sizes)}" for each, sizes in pair]
        said = f"Broadcasting does that: {parts[0]} and {parts[1]} together make {shape(got)}."
        return said, picturing.stretching(pair, got)
    return "", ""


def _ones(expected: list[int], got: list[int]) -> str:
    if [n for n in expected if n != 1] != [n for n in got if n != 1]:
        return ""
    more = len(got) - len(expected)
    if not more:
        return "The dimensions of size 1 stand in other places."
    what = "A dimension of size 1" if abs(more) == 1 else f"{abs(more)} dimensions of size 1"
    verb = "is" if abs(more) == 1 else "are"
    return f"{what} {verb} {'too many' if more > 0 else 'missing'}."


def _transposed(expected: list[int], got: list[int]) -> str:
    if len(got) < 2 or len(got) != len(expected):
        return ""
    if len(got) == 2 and got == expected[::-1]:
        return "Rows and columns have changed places."
    return "The dimensions stand in another order." if sorted(got) == sorted(expected) else ""


def _reduced(expected: list[int], got: list[int]) -> str:
    if not got:
        return "It is a single number: were the elements summed or averaged?"
    for axis, size in enumerate(expected):
        if got == expected[:axis] + expected[axis + 1 :]:
            return f"Dimension {axis} is gone: was it summed or averaged over?"
        if size != 1 and got == [*expected[:axis], 1, *expected[axis + 1 :]]:
            return f"Dimension {axis} has shrunk to 1: was it summed or averaged over?"
    return ""


def _off_by_one(expected: list[int], got: list[int]) -> str:
    if len(expected) != len(got):
        return ""
    other = [axis for axis, (e, g) in enumerate(zip(expected, got, strict=True)) if e != g]
    if len(other) != 1 or abs(expected[other[0]] - got[other[0]]) != 1:
        return ""
    return f"Dimension {other[0]} is one too {'long' if got > expected else 'short'}."


def _reshaped(expected: list[int], got: list[int]) -> str:
    if np.prod(expected, dtype=float) == np.prod(got, dtype=float):
        return "There are as many elements as there should be, in another shape."
    return ""


def of_dtypes(expected: str, got: str) -> str:
    """A sentence on a tensor's dtype."""
    floats = "float" in expected, "float" in got
    if floats == (True, False):
        return "It can't hold fractions: nothing made floats of its numbers."
    if floats == (False, True):
        return "Something made floats of whole numbers."
    if (expected, got) == ("float64", "float32"):
        return "The input is float64; something inside makes float32 of it."
    if (expected, got) == ("float32", "float64"):
        return "The input is float32; something inside, numpy perhaps, makes float64 of it."
    return ""


# --- values --------------------------------------------------------------------------------------


def of_values(
    expected: Array, got: Array, sizes: Sequence[tuple[float, str]], tolerance: float
) -> str:
    """A clause on two arrays of one shape that differ: "every value is 2 times …".

    `sizes`: numbers of the call that a factor may come from, and what they are.
    """
    if "b" in (expected.dtype.kind, got.dtype.kind):
        return _bools(expected, got)
    e, g = _wide(expected), _wide(got)
    near = max(NEAR, 2 * tolerance)
    with np.errstate(all="ignore"):
        if said := _not_finite(e, g):
            return said
        found = _zeros(e, g) or _factor(e, g, sizes, near) or _offset(e, g, near)
        if not found and not _all_near(e, g, near):  # else each is a little off, nothing more
            found = _moved(e, g, near) or _function(e, g, near)
            found = found or resembling.by_lines(e, g, near) or resembling.signs(e, g, near)
        return found or _slight(e, g) or _where(e, g, near)


def _wide(values: Array) -> Array:
    wide: Array = values.astype(np.complex128 if values.dtype.kind == "c" else np.float64)
    return wide


def _bools(expected: Array, got: Array) -> str:
    if expected.size > 1 and np.array_equal(expected, ~got.astype(bool)):
        return "every value is the opposite of what is expected"
    return ""


def _not_finite(expected: Array, got: Array) -> str:
    nan = np.isnan(got) & ~np.isnan(expected)
    if nan.any():
        return f"{_of(nan, 'NaN')}, which comes of 0/0, inf - inf or a root or log below 0"
    infinite = np.isinf(got) & np.isfinite(expected)
    if infinite.any():
        return f"{_of(infinite, 'infinite')}: an overflow, a division by 0 or a log of 0"
    missing = ~np.isfinite(expected) & np.isfinite(got)
    return f"where NaN or infinity is expected, {_of(missing, 'finite')}" if missing.any() else ""


def _of(mask: Array, what: str) -> str:
    count = int(mask.sum())
    if mask.size == 1:
        return f"the value is {what}"
    if count == mask.size:
        return f"every value is {what}"
    return f"{count} of {mask.size} values {'is' if count == 1 else 'are'} {what}"


def _zeros(expected: Array, got: Array) -> str:
    if got.size > 1 and not got.any():
        return "every value is 0"
    same = got.size > 1 and (got == got.reshape(-1)[0]).all()
    return "all values are the same" if same and not (expected == expected.flat[0]).all() else ""


def _factor(expected: Array, got: Array, sizes: Sequence[tuple[float, str]], near: float) -> str:
    if expected.dtype.kind == "c":
        return ""
    size = np.abs(expected)
    counts = size > 1e-6 * np.max(size, initial=0.0, where=np.isfinite(size))
    if not counts.any() or not np.isfinite(got).all():
        return ""
    factor = float(np.median(got[counts] / expected[counts]))
    if not _all_near(factor * expected, got, near) or abs(factor - 1) < _SMALL or not factor:
        return ""
    named = _named(factor, sizes, near)
    if counts.sum() < 2 and not named and not _is_nice(factor):
        return ""  # any two numbers have some ratio
    every = "every value" if expected.size > 1 else "the value"
    if abs(factor + 1) < near:
        return f"{every} has the opposite sign"
    return f"{every} is {_times(factor)}{named}"


def _is_nice(factor: float) -> bool:
    return any(abs(factor - nice) < NEAR for nice in (2, 3, 4, -1, -2, 0.5, 0.25))


def _times(factor: float) -> str:
    """ "2 times what is expected", "1/10 of what is expected"."""
    nice = Fraction(factor).limit_denominator(1000)
    if abs(float(nice) - factor) < NEAR * abs(factor) and abs(nice.numerator) < 10:
        if nice.denominator > 1:
            return f"{nice} of what is expected"
        return f"{nice} times what is expected"
    return f"{number(factor, 4)} times what is expected"


def _named(factor: float, sizes: Sequence[tuple[float, str]], near: float) -> str:
    """What a factor may have come from."""
    if abs(abs(factor) - 2) < near or abs(abs(factor) - 0.5) < near:
        return ""  # a 2 comes from anywhere
    for value, name in sizes:
        if value and abs(value) != 1 and np.isfinite(value):
            for candidate in (value, 1 / value, -value, -1 / value):
                if abs(candidate - factor) <= near * abs(candidate):
                    return f", and {number(value)} is {name}"
    return ""


def _offset(expected: Array, got: Array, near: float) -> str:
    if expected.size < 2 or not np.isfinite(got).all() or expected.dtype.kind == "c":
        return ""
    offset = float(np.median(got - expected))
    if not _all_near(expected + offset, got, near):
        return ""
    scale = max(float(np.max(np.abs(expected))), abs(offset))
    if abs(offset) < _SMALL * scale:
        return ""
    return (
        f"every value is {number(abs(offset), 4)} {'more' if offset > 0 else 'less'} than expected"
    )


def _moved(expected: Array, got: Array, near: float) -> str:
    """The right values in wrong places."""
    if expected.size < 3 or expected.dtype.kind == "c" or not expected.ndim:
        return ""
    square = expected.ndim == 2 and expected.shape[0] == expected.shape[1]
    if square and _all_near(expected.T, got, near):
        return "rows and columns have changed places"
    if _all_near(expected[::-1], got, near):
        return "the order is reversed"
    if said := resembling.rearranged(expected, got, near):
        return said
    if _all_near(np.sort(expected, axis=None), np.sort(got, axis=None), near):
        return "these are the right values in another order"
    return ""


def _function(expected: Array, got: Array, near: float) -> str:
    if expected.size < 2 or expected.dtype.kind == "c":
        return ""
    known: tuple[tuple[Callable[[Array], Array], str], ...] = (
        (np.square, "the square"),
        (np.sqrt, "the square root"),
        (np.abs, "the absolute value"),
        (np.log, "the logarithm"),
        (np.exp, "the exponential"),
    )
    for function, name in known:
        if _all_near(function(expected), got, near):
            return f"every value is {name} of what is expected"
    return ""


def _slight(expected: Array, got: Array) -> str:
    if expected.dtype.kind == "c":
        return ""
    off = np.max(np.abs(got - expected) / np.maximum(np.abs(expected), 1e-12), initial=0.0)
    if not off < _SMALL:
        return ""
    if expected.size == 1:
        return f"the value is off by {number(100 * float(off), 2)} %"
    return f"the values are off by {number(100 * float(off), 2)} % or less"


def _where(expected: Array, got: Array, near: float) -> str:
    """Which elements differ, if it isn't all of them."""
    differ = arrays.wrong(expected, got, near)
    if differ is None or differ.all() or expected.size < 2:
        return ""
    if differ.ndim == 2:
        for axis, name in ((1, "row"), (0, "column")):
            lines: Array = np.any(differ, axis=axis)
            alone = lines.sum() == 1
            right = (~lines).sum() == 1 and differ.sum() * lines.size == differ.size * lines.sum()
            if lines.size > 1 and not lines.all() and (alone or right):
                return _line(lines, name)
    if differ.ndim == 1 and differ.size > 2 and (differ.sum() == 1 or (~differ).sum() == 1):
        return _line(differ, "value")
    return ""


def _line(differ: Array, name: str) -> str:
    """ "only the last row differs", "only column 2 is right"."""
    alone = differ if differ.sum() == 1 else ~differ
    place = int(np.argmax(alone))
    ends = {0: f"the first {name}", alone.size - 1: f"the last {name}"}
    verb = "differs" if differ.sum() == 1 else "is right"
    return f"only {ends.get(place, f'{name} {place} (from 0)')} {verb}"


def _all_near(one: Array, other: Array, near: float) -> bool:
    """Whether all elements are equal, measured by the largest of them."""
    scale = np.max(np.abs(other), initial=0.0)
    return bool(np.isfinite(scale)) and bool((np.abs(one - other) <= near * scale).all())


# --- what a factor may come from -----------------------------------------------------------------


def sizes_of(inputs: Sequence[tuple[str, AnyNode]]) -> list[tuple[float, str]]:
    """The numbers among the arguments of a call and the sizes of its tensors, by name."""
    found = [
        (float(node.value), f"`{name}`")
        for name, node in inputs
        if isinstance(node, records.Number) and not isinstance(node.value, bool)
    ]
    for name, node in inputs:
        found += _sizes(name, node)
    return found


def _sizes(name: str, node: AnyNode) -> Iterator[tuple[float, str]]:
    if isinstance(node, records.Tensor):
        words = ("rows", "columns") if len(node.shape) == 2 else ()
        for axis, size in enumerate(node.shape[:4]):
            what = f"the number of {words[axis]}" if words else f"the size of dimension {axis}"
            yield float(size), f"{what} of `{name}`" if len(node.shape) > 1 else f"`len({name})`"
    elif isinstance(node, records.Items) and len(node.items) > 1:
        yield float(len(node.items)), f"`len({name})`"


def argument_like(inputs: Sequence[tuple[str, AnyNode]], got: AnyNode | None) -> str:
    """Name of the argument that a result equals; "" if there is none."""
    if not isinstance(got, records.Tensor) or len(got.data) <= 8:  # one number equals many things
        return ""
    same = (got.shape, got.data, got.dtype)
    for name, node in inputs:
        if isinstance(node, records.Tensor) and (node.shape, node.data, node.dtype) == same:
            return name
    return ""
