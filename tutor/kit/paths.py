"""Paths: where an optimizer went, out of whatever lesson code keeps it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tutor.kit.numbers import Numbers, describe

MANY_PATHS = 64
MANY_ITERATES = 2000  # of one path that are sent
ALL_ITERATES = 40_000  # of all paths together
FIRST = 4  # one in so many of the kept iterates is among the very first: there most happens


def read(paths: object) -> dict[str, Numbers]:
    """Paths by name, each (k, 1) or (k, 2), from a mapping or from a single one.

    TypeError or ValueError, with the path's name, if one of them is no path.
    """
    if paths is None:
        return {}
    if not isinstance(paths, Mapping):
        return {"": _path(paths, "paths")}
    if len(paths) > MANY_PATHS:
        raise ValueError(f"{len(paths)} paths are too many to tell apart; {MANY_PATHS} can be.")
    found = {str(name): _path(path, f'the path "{name}"') for name, path in paths.items()}
    widths = {path.shape[1] for path in found.values() if len(path)}
    if len(widths) > 1:
        raise ValueError(
            "Some of these paths are of one variable and some of two: "
            + ", ".join(f'"{name}" {path.shape[1]}' for name, path in found.items())
            + "."
        )
    return found


def kept(count: int, paths: int) -> Numbers | None:
    """Numbers of the iterates that are sent of a path; None if all of them are.

    The first ones without a gap, the others evenly, the last one always.
    """
    limit = max(32, min(MANY_ITERATES, ALL_ITERATES // max(paths, 1)))
    if count <= limit:
        return None
    first = limit // FIRST
    rest = np.linspace(first, count - 1, limit - first)
    return np.unique(np.concatenate([np.arange(first), rest.round()]))


def _path(path: Any, what: str) -> Numbers:
    array = _array(path, what)
    if array.size == 0:
        return np.zeros((0, 2))
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2 or array.shape[1] > 2:
        turned = array.ndim == 2 and array.shape[0] == 2
        advice = " Turn it: path.T." if turned else ""
        raise ValueError(
            f"A path is a row of places, of shape (k,) or (k, 2), but {what} has shape "
            f"{tuple(array.shape)}.{advice}"
        )
    return array


def _array(path: Any, what: str) -> Numbers:
    """Any path as float64; TypeError or ValueError if these are not real numbers."""
    try:
        plain = _plain(path)
        if not hasattr(plain, "__array__"):
            plain = [_plain(place) for place in plain]
            plain = [_row(place) for place in plain]
        array = np.asarray(plain)
    except ValueError:
        raise ValueError(f"The places of {what} have different numbers of coordinates.") from None
    except TypeError:
        raise TypeError(f"A path is a row of places, but {what} is {describe(path)}.") from None
    if array.dtype.kind == "O":  # Python numbers beyond any float, or something else
        array = _floats(array, what)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"A path is made of real numbers, but {what} holds other things.")
    return array.astype(np.float64)


def _row(place: Any) -> Any:
    """A place as numbers: its coordinates may be tensors of their own."""
    if isinstance(place, (list, tuple)):
        return [np.asarray(_plain(value)).reshape(()) for value in place]
    return place


def _plain(value: Any) -> Any:
    """A tensor as an array; others as they are."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
        return value.numpy() if value.is_complex() else value.double().numpy()
    return value


def _floats(array: Any, what: str) -> Numbers:
    def one(value: Any) -> float:
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")

    try:
        return np.array([one(value) for value in array.reshape(-1)]).reshape(array.shape)
    except (TypeError, ValueError):
        raise TypeError(f"A path is made of real numbers, but {what} holds other things.") from None
