"""A runner's place that keeps the pictures it is given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tutor.engine.protocol import Images, Path, Surface
from tutor.kit.hook import Numbers


class Pictures:
    """What a runner offers, as far as surfaces and images need it."""

    def __init__(self) -> None:
        self.alert = False
        self.surfaces: list[Surface] = []
        self.shown: list[Images] = []
        self.tables: list[tuple[list[str], list[list[str]]]] = []
        self.rounds_done = 0

    def record(self, entry: tuple[float, dict[str, float]]) -> None:
        raise AssertionError("nothing is logged")

    def attend(self) -> None:
        raise KeyboardInterrupt

    def curve(self, series: str, x: Numbers, y: Numbers, style: str) -> None:
        raise AssertionError("no curve is drawn")

    def surface(self, event: Surface) -> None:
        self.surfaces.append(event)

    def images(self, event: Images) -> None:
        self.shown.append(event)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
        self.tables.append((list(header), [list(row) for row in rows]))

    def progress(self, label: str, done: int, total: int | None, rate: float) -> None:
        pass

    def rounds(self, depth: int, count: int) -> None:
        self.rounds_done += count


def numbers(data: bytes) -> list[float]:
    return np.frombuffer(data).tolist()


def ends(data: bytes) -> tuple[float, float]:
    found = numbers(data)
    return found[0], found[-1]


def places(path: Path) -> list[tuple[float, float]]:
    return list(zip(numbers(path.x), numbers(path.y), strict=True))
