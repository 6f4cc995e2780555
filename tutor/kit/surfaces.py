"""`live.surface`: an objective and the paths of optimizers on it, as one picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tutor.engine.protocol import Path, Surface
from tutor.kit import paths as given
from tutor.kit.heights import Heights, variables_of
from tutor.kit.numbers import Numbers, describe
from tutor.kit.objectives import Objective
from tutor.kit.shading import Shading, chosen_levels, contours

Range = tuple[float, float]
Style = Literal["heat", "contours", "both"]
STYLES = ("both", "heat", "contours")
ANYWHERE = (-5.0, 5.0)  # where to look if nothing says where
MARGIN = 0.15  # of the extent of the paths, on each side
HIGHER = 1.0  # a path that climbs higher above its start than it fell below leaves the picture
BEYOND = 0.5  # of its range: so far outside is shown of an objective whose range is known
FAR = 1e6
RUNAWAY = 1e3  # times the first quarter of a path: so far out nothing is followed


@dataclass(slots=True)
class Picture:
    """One objective: what is dear to find out is kept, so that paths can grow on it."""

    f: Callable[..., Any]
    x: Range | None = None
    y: Range | None = None
    levels: int | Sequence[float] | None = None
    style: Style = "both"
    marks: Mapping[str, Sequence[float]] = field(default_factory=dict)
    name: str = ""
    planar: bool | None = None  # whether the paths have two coordinates, where there are any
    heights: Heights = field(init=False)
    _ground: Surface | None = field(init=False, default=None)
    _seen: tuple[Range, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise ValueError(f'style is "both", "heat" or "contours", not {self.style!r}.')
        self.x, self.y = _range(self.x, "x"), _range(self.y, "y")
        planar = True if self.y is not None else self.planar
        self.heights = Heights(self.f, variables_of(self.f, planar))

    @property
    def variables(self) -> int:
        """1 or 2."""
        return self.heights.variables

    def event(self, paths: Mapping[str, Numbers]) -> Surface:
        """The picture with these paths, each (k, 1) or (k, 2)."""
        for name, path in paths.items():
            if len(path) and path.shape[1] != self.variables:
                raise ValueError(self._misfit(name, path))
        heights = {name: self.heights.along(path) for name, path in paths.items()}
        ranges = self._ranges(paths, heights)
        if self._ground is None or ranges != self._seen:
            self._ground, self._seen = self._draw(ranges), ranges
        ground = self._ground
        drawn = [self._path(name, path, heights[name], len(paths)) for name, path in paths.items()]
        return Surface(
            0, ground.name, ground.x, ground.y, ground.shade, ground.low, ground.high,
            ground.contours, [path for path in drawn if path.x], ground.marks, ground.style,
        )  # fmt: skip

    def _misfit(self, name: str, path: Numbers) -> str:
        return (
            f"This function has {self.variables} variable{'s'[: self.variables - 1]}, but the "
            f'path "{name}" has places of {path.shape[1]}.'
        )

    # --- the ground ----------------------------------------------------------------------------

    def _draw(self, ranges: tuple[Range, ...]) -> Surface:
        marks = self._marks()
        if self.variables == 1:
            x, y = self.heights.on_line(ranges[0])
            return Surface(0, self.name, x.tobytes(), y.tobytes(), marks=marks, style=self.style)
        x, y, z = self.heights.on_grid(*ranges)
        shading = Shading.of(z)
        lines = contours(x, y, z, chosen_levels(shading, self.levels))
        return Surface(
            0, self.name, x.tobytes(), y.tobytes(), shading.shades(z).tobytes(),
            shading.low, shading.high, lines, [], marks, self.style,
        )  # fmt: skip

    def _marks(self) -> list[tuple[str, float, float]]:
        found = []
        for name, place in self._named_places():
            row = np.asarray([float(value) for value in _row(place)])
            if len(row) != self.variables:
                raise ValueError(
                    f'The mark "{name}" has {len(row)} coordinate{"s"[: len(row) != 1]}, and f '
                    f"has {self.variables} variable{'s'[: self.variables != 1]}."
                )
            if self.variables == 1:
                row = np.array([row[0], self.heights.along(row[None, :])[0]])
            found.append((str(name), float(row[0]), float(row[1])))
        return found

    def _named_places(self) -> Iterable[tuple[str, Any]]:
        if self.marks:
            return self.marks.items()
        if isinstance(self.f, Objective):
            several = len(self.f.minima) > 1
            named: list[tuple[str, Any]] = [
                ("" if several else "minimum", place) for place in self.f.minima
            ]
            return [*named, *self.f.about.marks.items()]
        return ()

    # --- where to look -------------------------------------------------------------------------

    def _ranges(
        self, paths: Mapping[str, Numbers], heights: Mapping[str, Numbers]
    ) -> tuple[Range, ...]:
        asked = (self.x, self.y)[: self.variables]
        if all(asked):
            return tuple(each for each in asked if each)
        places = [near(path, heights[name]) for name, path in paths.items() if len(path)]
        if isinstance(self.f, Objective):
            corners = np.array(self.f.about.ranges).T  # (2, variables): it is shown whole
            more = BEYOND * (corners[1] - corners[0])
            held = [np.clip(place, corners[0] - more, corners[1] + more) for place in places]
            extent = _extent(np.concatenate([corners, *held]), margin=0.0)
        elif places:
            seen = np.concatenate(places)
            if np.all(seen == seen[0]):  # who leaves at once shows at least whereto
                seconds = [path[1:2] for path in paths.values()]
                seen = np.concatenate([seen, *(s for s in seconds if np.all(np.abs(s) < FAR))])
            extent = _extent(seen, margin=MARGIN)
        else:
            extent = (ANYWHERE,) * self.variables
        return tuple(own or found for own, found in zip(asked, extent, strict=True))

    def _path(self, name: str, path: Numbers, heights: Numbers, paths: int) -> Path:
        steps = given.kept(len(path), paths)
        if steps is not None:
            index = steps.astype(int)
            path, heights = path[index], heights[index]
        second = heights if self.variables == 1 else path[:, -1]
        return Path(
            name,
            np.ascontiguousarray(path[:, 0]).tobytes(),
            np.ascontiguousarray(second).tobytes(),
            heights.tobytes(),
            b"" if steps is None else steps.tobytes(),
        )


def near(path: Numbers, heights: Numbers) -> Numbers:
    """The places of a path that a picture should hold: those before it runs away.

    A path that ends higher than it began is followed as far up as it once went down, so that a
    diverging one can be seen leaving without making everything else tiny.
    """
    finite: NDArray[np.bool_] = np.all(np.isfinite(path), axis=1)
    if not finite[0]:
        return path[:0]
    with np.errstate(all="ignore"):
        first = heights[0]
        fallen = first - np.nanmin(np.where(np.isfinite(heights), heights, np.nan), initial=first)
        limit = first + HIGHER * fallen + 1e-9 * abs(first)
        far = np.linalg.norm(path - path[0], axis=1)
        moved = far[finite & (far > 0)]
        reach = RUNAWAY * np.quantile(moved, 0.25) if len(moved) else 0.0
        low = np.logical_not(heights > limit) | (not np.isfinite(first))
        keep = np.flatnonzero(finite & (far <= reach) & low)
    return path.take(np.union1d([0], keep), axis=0)


def _extent(places: Numbers, margin: float) -> tuple[Range, ...]:
    """The ranges that hold all places (n, variables), none of them much flatter than another."""
    low, high = places.min(axis=0), places.max(axis=0)
    widest = max(float((high - low).max()), 1e-9 * max(float(np.abs(places).max()), 1.0))
    if not (high > low).any():
        widest = max(float(np.abs(low).max()), 1.0)
    half = np.maximum((high - low) / 2 * (1 + 2 * margin), 0.2 * widest * (margin > 0))
    half = np.where(half > 0, half, widest / 2)
    middle = (low + high) / 2
    return tuple((float(m - h), float(m + h)) for m, h in zip(middle, half, strict=True))


def _range(asked: Any, name: str) -> Range | None:
    """A range as two floats; ValueError if it is none."""
    if asked is None:
        return None
    try:
        low, high = (float(value) for value in asked)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} is where to look, from and to, as in {name}=(-5, 5); this is {asked!r}."
        ) from None
    if not (np.isfinite([low, high]).all() and low < high):
        raise ValueError(f"{name}=({low:g}, {high:g}) is no range: from is below to, both finite.")
    return low, high


def _row(place: Any) -> Sequence[Any]:
    try:
        return list(place)
    except TypeError:  # a number, of an objective of one variable
        return [place]


def checked_marks(marks: Any) -> dict[str, Any]:
    """Marks by name; a list of places has no names. TypeError otherwise."""
    if marks is None:
        return {}
    if isinstance(marks, Mapping):
        return {str(name): place for name, place in marks.items()}
    raise TypeError(
        f'marks are places by name, as in marks={{"minimum": (0, 0)}}; this is {describe(marks)}.'
    )
