"""Events that are pictures: curves, surfaces with paths, images, tables.

Numbers travel as bytes, float64 in native order unless a field says otherwise.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from tutor.engine.messages import Event


class Points(Event, frozen=True):
    """New points of a curve that grows (`live.log`)."""

    series: str
    x: bytes  # float64, native order
    y: bytes  # the same length; may hold NaN and infinity
    seen: int = 0  # steps logged so far, before any were merged


class Curve(Event, frozen=True):
    """A whole curve at once (`live.curve`); one of the same name replaces it."""

    series: str
    x: bytes
    y: bytes
    style: Literal["line", "points", "both"] = "line"


class Path(msgspec.Struct, frozen=True, array_like=True):
    """Where an optimizer went: its iterates in order, the start first."""

    name: str
    x: bytes  # one value an iterate; may hold NaN and infinity
    y: bytes  # the same length; for an objective of one variable f at each iterate
    height: bytes = b""  # f at each iterate, where it was asked
    steps: bytes = b""  # the number of each iterate, where some were left out; else 0, 1, 2, …


class Contour(msgspec.Struct, frozen=True, array_like=True):
    """The lines on which an objective has one value."""

    level: float
    lines: list[tuple[bytes, bytes]]  # x and y of each line


class Surface(Event, frozen=True):
    """An objective with paths on it (`live.surface`); one of the same name replaces it.

    Of two variables: `x` holds the columns of a grid and `y` its rows, both ascending; `shade`
    a byte for each point, rows of ascending y one after another: 0 for the lowest value to 254
    for the highest, 255 where there is none (NaN, infinity). Of one variable: `y` holds f(x),
    `shade` is empty.
    """

    name: str
    x: bytes
    y: bytes
    shade: bytes = b""
    low: float = 0.0  # what shades 0 and 254 stand for
    high: float = 0.0
    contours: list[Contour] = []
    paths: list[Path] = []
    marks: list[tuple[str, float, float]] = []  # points with a name, as the minimum
    style: Literal["heat", "contours", "both"] = "both"


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """One image: `height` rows of `width` pixels, top row first."""

    width: int
    height: int
    pixels: bytes  # one byte a pixel (grey) or three (red, green, blue)
    label: str = ""


class Images(Event, frozen=True):
    """Images side by side (`live.images`)."""

    pictures: list[Picture]
    title: str = ""
    columns: int = 0  # side by side; 0: as many as there is room for


class Table(Event, frozen=True):
    """Rows to show as a table (`live.table`)."""

    header: list[str]
    rows: list[list[str]]
    title: str = ""
