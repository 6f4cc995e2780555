"""Thinning curves: far fewer points that draw the same picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def thin(x: Numbers, y: Numbers, limit: int) -> tuple[Numbers, Numbers]:
    """At most about `limit` of the points (x, y), in their order.

    The curve is cut into buckets of consecutive points; of each, the first, the last, the
    lowest and the highest stay, and one NaN if it has any, so that spikes, infinities and
    gaps can still be seen. Where x does not rise steadily (a path in the plane), its
    extremes stay too. Arrays of equal length in one dimension.
    """
    if len(x) <= limit:
        return x, y
    rising = bool(np.all(x[1:] >= x[:-1]))
    buckets = max(1, limit // (5 if rising else 8))
    width = -(-len(x) // buckets)
    keep = _marks(y, width) if rising else [*_marks(y, width), *_marks(x, width)]
    index = np.unique(np.concatenate(keep))
    return x[index], y[index]


def _marks(values: Numbers, width: int) -> list[NDArray[np.intp]]:
    """Indices of first, last, lowest, highest and one NaN of each bucket."""
    count = -(-len(values) // width)
    padded = np.full(count * width, values[-1])
    padded[: len(values)] = values
    table = padded.reshape(count, width)
    missing = np.isnan(table)
    start = np.arange(count) * width
    marks = [
        start,
        start + width - 1,
        start + np.where(missing, np.inf, table).argmin(axis=1),
        start + np.where(missing, -np.inf, table).argmax(axis=1),
        (start + missing.argmax(axis=1))[missing.any(axis=1)],
    ]
    return [np.minimum(mark, len(values) - 1) for mark in marks]
