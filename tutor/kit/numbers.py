"""Numbers out of whatever lesson code has: floats, tensors, arrays, lists of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def number(value: object, name: str) -> float:
    """One number: a float, an int, or the element of a tensor or array that has only one.

    TypeError, naming what it was to be, for anything else.
    """
    found = value
    if not isinstance(value, (int, float)) and _size(value) == 1:
        found = getattr(value, "item", lambda: None)()
    if isinstance(found, (int, float)):
        try:
            return float(found)
        except OverflowError:
            return float("inf") if found > 0 else float("-inf")
    raise TypeError(
        f"live.log draws one number for each name, but {name} is {describe(value)}. "
        + _advice(value, name)
    )


def vector(values: Any, name: str) -> Numbers:
    """A float64 array in one dimension from a sequence, tensor, array or iterable of numbers.

    TypeError if these are not real numbers, ValueError for more than one dimension.
    """
    if hasattr(values, "detach"):
        values = values.detach().cpu()
        values = values.double().numpy() if not values.is_complex() else values.numpy()
    elif not hasattr(values, "__array__"):
        try:
            values = [_plain(value) for value in values]
        except TypeError:
            raise TypeError(f"live.curve wants numbers; {name} is {describe(values)}.") from None
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "biuf" and array.size:
            array = np.asarray(values, dtype=None if array.dtype.kind == "c" else np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"live.curve wants numbers, but {name} holds other things.") from None
    if array.dtype.kind == "c":
        raise TypeError(f"live.curve wants real numbers, but {name} holds complex ones.")
    if max(array.shape, default=1) != array.size and array.size:
        raise ValueError(
            f"live.curve draws one curve, so {name} has one dimension; its shape is {array.shape}."
        )
    return array.astype(np.float64).reshape(-1)


def describe(value: object) -> str:
    """A value in words: "a tensor of shape (3, 2)", "a str"."""
    shape = getattr(value, "shape", None)
    kind = "tensor" if hasattr(value, "detach") else type(value).__name__
    if isinstance(shape, tuple):
        return f"a {kind} of shape {tuple(shape)}"
    return "None" if value is None else f"a {kind}"


def _plain(value: Any) -> Any:
    """A number from a tensor in a list; others as they are."""
    return value.item() if hasattr(value, "detach") and value.numel() == 1 else value


def _size(value: Any) -> int | None:
    numel = getattr(value, "numel", None)
    size = numel() if callable(numel) else getattr(value, "size", None)
    return size if isinstance(size, int) else None


def _advice(value: object, name: str) -> str:
    if (_size(value) or 0) > 1:
        return f"Log its mean, {name}.mean(), or one element."
    return f"Log a float, such as float({name})."
