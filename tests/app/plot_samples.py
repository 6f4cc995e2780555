"""Curves for the tests of plots."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence

from tutor.app.series import CurveData, Series

FALLING = [math.exp(-i / 40) for i in range(200)]


def packed(values: Iterable[float]) -> bytes:
    return array("d", values).tobytes()


def series(name: str, ys: Sequence[float]) -> Series:
    made = Series(name)
    made.extend(packed(range(len(ys))), packed(ys))
    return made


def curve(name: str, xs: Sequence[float], ys: Sequence[float], style: str = "line") -> CurveData:
    return CurveData.read(name, packed(xs), packed(ys), style)  # type: ignore[arg-type]
