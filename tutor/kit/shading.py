"""From heights to shades and level curves, so that valleys can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.engine.protocol import Contour
from tutor.kit.numbers import Numbers

HIGHEST, MISSING = 254, 255  # shades: the highest value, and none
BY_AREA = 0.55  # how much of a shade is said by rank, and how much by the logarithm
LEVELS = 11
MANY_LEVELS = 40
MANY_POINTS = 60_000  # of all level curves together
BEYOND = 1e300  # values beyond are drawn as if they were this: differences stay finite


@dataclass(frozen=True, slots=True)
class Shading:
    """Which shade a height has: a rising scale from 0 to 1."""

    knots: Numbers  # heights, rising strictly
    places: Numbers  # of each knot on the scale, rising

    @classmethod
    def of(cls, heights: Numbers) -> Shading:
        """A scale on which the heights of a picture spread well.

        Half by rank (as histogram equalization does, so that no shade is wasted on a few
        peaks), half by the logarithm of the height above the lowest (so that the bottom of a
        narrow valley still falls).
        """
        values = np.clip(heights[np.isfinite(heights)], -BEYOND, BEYOND)
        if not len(values):
            return cls(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
        low, high = values.min(), values.max()
        if not high > low:
            return cls(np.array([low - 1, low + 1]), np.array([0.0, 1.0]))
        knots = np.unique(np.quantile(values, np.linspace(0, 1, 257)))
        ranks = np.searchsorted(np.sort(values), knots) / len(values)
        above = knots - low
        unit = max(float(np.quantile(values, 0.1)) - low, (high - low) * 1e-9)
        logs = np.log1p(above / unit)
        places = BY_AREA * ranks / max(ranks[-1], 1e-9) + (1 - BY_AREA) * logs / logs[-1]
        return cls(knots, places)

    def place(self, heights: Numbers) -> Numbers:
        """0 to 1, the lowest first."""
        return np.interp(np.clip(heights, -BEYOND, BEYOND), self.knots, self.places)

    def height(self, places: Numbers) -> Numbers:
        """The way back."""
        return np.interp(places, self.places, self.knots)

    def shades(self, heights: Numbers) -> NDArray[np.uint8]:
        """0 to 254, and 255 where there is no height."""
        finite = np.isfinite(heights)
        found = np.rint(self.place(np.where(finite, heights, 0.0)) * HIGHEST)
        return np.where(finite, found, MISSING).astype(np.uint8)

    @property
    def low(self) -> float:
        """The height of shade 0."""
        return float(self.knots[0])

    @property
    def high(self) -> float:
        """The height of shade 254."""
        return float(self.knots[-1])


def chosen_levels(shading: Shading, levels: int | Sequence[float] | None) -> list[float]:
    """The heights of level curves: those that are given, or that many, evenly over the shades.

    ValueError if there are too many or they are no numbers.
    """
    if levels is None or isinstance(levels, int):
        count = LEVELS if levels is None else levels
        if not 0 <= count <= MANY_LEVELS:
            raise ValueError(f"levels is a number of level curves up to {MANY_LEVELS}, or a list.")
        places = np.linspace(0, 1, count + 2)[1:-1]
        return [float(height) for height in shading.height(places)]
    try:
        found = sorted({float(level) for level in levels})
    except (TypeError, ValueError):
        raise ValueError("levels is a number of level curves, or a list of heights.") from None
    if len(found) > MANY_LEVELS:
        raise ValueError(f"{len(found)} level curves are too many; {MANY_LEVELS} can be drawn.")
    return [level for level in found if np.isfinite(level)]


def contours(x: Numbers, y: Numbers, heights: Numbers, levels: Sequence[float]) -> list[Contour]:
    """The lines on which the heights, (rows, columns), have each of the levels."""
    from contourpy import LineType, contour_generator  # noqa: PLC0415  (only where it is wanted)

    finite = np.isfinite(heights)
    if not finite.any():
        return []
    z = np.ma.masked_array(np.where(finite, heights, 0.0), mask=~finite)
    generator = contour_generator(x, y, z, line_type=LineType.Separate)
    found: list[Contour] = []
    room = MANY_POINTS
    for level in levels:
        lines = [np.asarray(line) for line in generator.lines(level)]
        room -= sum(map(len, lines))
        if room < 0:  # noise: more lines would only darken the picture
            break
        if lines:
            found.append(
                Contour(level, [(_bytes(line[:, 0]), _bytes(line[:, 1])) for line in lines])
            )
    return found


def _bytes(values: Numbers) -> bytes:
    return np.ascontiguousarray(values, dtype=np.float64).tobytes()
