"""The numbers in a recorded tensor, and where two tensors part.

Plain numpy: whoever compares runs no operation of torch. Nothing raises for a node that makes no
sense; it just can't be read.
"""

from __future__ import annotations

import math
import struct
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.grading.records import Items, Number, Tensor

Array = NDArray[Any]

TOLERANCE = 1e-5  # absolute and relative, of everything that isn't listed here
TOLERANCES = {"float64": 1e-8, "complex128": 1e-8, "float16": 1e-2, "bfloat16": 1e-2}
_NAMES = (
    "float16", "float32", "float64", "complex64", "complex128", "bool",
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
)  # fmt: skip
_DTYPES = {name: np.dtype(name).newbyteorder("<") for name in _NAMES}
_BFLOAT16 = np.dtype("<u2")
_WIDER = {"float16": np.float64, "float32": np.float64, "complex64": np.complex128}
_LETTERS = {"float32": "f", "float64": "d"}
SMALL = 256  # bytes
DIMENSIONS = 32  # that every numpy knows


def tolerance_of(dtype: str, tolerance: float | None) -> float:
    """How far two numbers may lie apart; `tolerance` is the case's own."""
    return TOLERANCES.get(dtype, TOLERANCE) if tolerance is None else tolerance


def array(node: Tensor) -> Array | None:
    """The elements in their shape; floats at least as float64. None if they can't be read."""
    dtype = _BFLOAT16 if node.dtype == "bfloat16" else _DTYPES.get(node.dtype)
    if dtype is None or node.left_out or not _is_sound(node, dtype):
        return None
    flat: Array = np.frombuffer(node.data, dtype).reshape(node.shape)
    if node.dtype == "bfloat16":  # the upper half of a float32
        return (flat.astype("<u4") << 16).view("<f4").astype(np.float64)
    wider = _WIDER.get(node.dtype)
    return flat if wider is None else flat.astype(wider)


def _is_sound(node: Tensor, dtype: np.dtype[Any]) -> bool:
    """Whether the bytes are as many as the shape asks for, and numpy can have that shape."""
    if len(node.shape) > DIMENSIONS or min(node.shape, default=0) < 0:
        return False
    if max(node.shape, default=0) > sys.maxsize:
        return False
    return math.prod(node.shape) * dtype.itemsize == len(node.data)


def clearly_near(expected: Tensor, got: Tensor, tolerance: float) -> bool:
    """Whether two small tensors of one dtype are surely equal within a tolerance.

    Most tensors of exercises are so small that plain Python is ten times as fast as numpy.
    """
    letter, size = _LETTERS.get(expected.dtype, ""), len(expected.data)
    if not letter or size > SMALL or len(got.data) != size or size % struct.calcsize(letter):
        return False
    form = f"<{size // struct.calcsize(letter)}{letter}"
    pairs = zip(struct.unpack(form, expected.data), struct.unpack(form, got.data), strict=True)
    return all(abs(b - a) <= tolerance * (1.0 + abs(a)) < math.inf for a, b in pairs)


def numbers(items: Items) -> Array | None:
    """A list of plain numbers as an array; None if it is anything else."""
    if items.more or not items.items or type(items.items[0]) is not Number:
        return None
    found = [item.value for item in items.items if type(item) is Number]
    if len(found) != len(items.items):
        return None
    kinds = {type(value) for value in found}
    try:
        return np.array(found, dtype=kinds.pop() if len(kinds) == 1 else np.float64)
    except OverflowError:  # more than 64 bits
        return np.array(found, dtype=np.float64)


def wrong(expected: Array, got: Array, tolerance: float, scaled: bool = False) -> Array | None:
    """Which elements of two arrays of one shape differ; None if none does.

    Integers and bools are compared exactly, NaN equals NaN. `scaled`: the tolerance grows with
    the largest of the expected numbers.
    """
    if expected.dtype.kind not in "fc":
        differ = expected != got
        return differ if differ.any() else None
    with np.errstate(all="ignore"):
        return _far(expected, got, tolerance, scaled)


def _far(expected: Array, got: Array, tolerance: float, scaled: bool) -> Array | None:
    size = np.abs(expected)
    if scaled and size.size:
        size = np.maximum(size, np.max(size, initial=0.0, where=np.isfinite(size)))
    near = np.abs(got - expected) <= tolerance * (1.0 + size)
    if near.all() and np.isfinite(size).all():
        return None
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    differ = ~(same | (near & np.isfinite(size)))
    return differ if differ.any() else None


def first(mask: Array) -> tuple[int, ...]:
    """The place of the first true element, in C order."""
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), mask.shape))


def near(expected: float, got: float, tolerance: float) -> bool:
    """Whether two plain numbers are equal within a tolerance; NaN equals NaN."""
    if expected == got:
        return True
    try:
        if math.isnan(expected):
            return math.isnan(got)
        return math.isfinite(expected) and abs(got - expected) <= tolerance * (1 + abs(expected))
    except OverflowError:  # an int that is no float
        return False
