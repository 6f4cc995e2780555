"""The numbers of recorded tensors, read from their bytes: for what must not load torch."""

from __future__ import annotations

import sys
from array import array
from struct import unpack

from tutor.grading.records import Tensor

_CODES = {"float32": "f", "float64": "d", "int64": "q", "int32": "i"}


def is_float(tensor: Tensor) -> bool:
    """Whether a tensor holds floats of whatever size."""
    return tensor.dtype.startswith(("float", "bfloat"))


def of(tensor: Tensor) -> array[float] | tuple[float, ...]:
    """The numbers of a tensor, row after row; none if they are not in the recording.

    float16 to float64, int32 and int64; of other dtypes none.
    """
    if tensor.dtype == "float16":
        return unpack(f"<{len(tensor.data) // 2}e", tensor.data)
    code = _CODES.get(tensor.dtype)
    if code is None:
        return ()
    numbers: array[float] = array(code, tensor.data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def has_zero(tensor: Tensor) -> bool:
    """Whether a number is exactly 0."""
    return 0 in of(tensor)


def has_negative(tensor: Tensor) -> bool:
    """Whether a number is below 0."""
    return any(number < 0 for number in of(tensor))


def largest(tensor: Tensor) -> float:
    """The largest magnitude, NaN aside; 0 if there are no numbers."""
    return max((abs(number) for number in of(tensor) if number == number), default=0.0)  # noqa: PLR0124


def is_symmetric(tensor: Tensor) -> bool:
    """Whether a tensor is a matrix, and equal to its transpose up to rounding (1e-6)."""
    if len(tensor.shape) != 2 or tensor.shape[0] != tensor.shape[1]:
        return False
    numbers, n = of(tensor), tensor.shape[0]
    if len(numbers) != n * n:
        return False  # not recorded: nobody knows
    pairs = ((numbers[i * n + j], numbers[j * n + i]) for i in range(n) for j in range(i))
    return all(abs(one - other) <= 1e-6 * (1 + abs(one)) for one, other in pairs)
