"""Where the live calls go: to the runner that executes the lesson, or nowhere.

The runner sets `sink` before its first cell. In a plain script, in a notebook and in a
process that lesson code forks, `sink` is None and the live calls print instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tutor.engine.protocol import DataUsed, Images, Surface

Numbers = NDArray[np.float64]


class DataNeeded(BaseException):
    """A loader wants a data set that isn't here, and the learner can be asked for it.

    No Exception, so that lesson code that catches errors lets it through to the runner.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"The data set “{name}” isn't here yet.")
        self.name = name


class Sink(Protocol):
    """What a runner offers to the live calls."""

    # `live.log` is called in inner loops. So it appends to a list, which is atomic, and looks
    # at one attribute that says whether anything else is to be done.
    record: Callable[[tuple[float, dict[str, float]]], None]
    alert: bool

    def attend(self) -> None:
        """Wake the sender, wait for a slow one; KeyboardInterrupt if the learner stops."""

    def curve(self, series: str, x: Numbers, y: Numbers, style: str) -> None:
        """Show a whole curve."""

    def surface(self, event: Surface) -> None:
        """Show an objective with paths; one of the same name is replaced."""

    def images(self, event: Images) -> None:
        """Show images."""

    def data(self, event: DataUsed) -> None:
        """Say which data set is used, and whether it is the real one."""

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
        """Show a table of text."""

    def progress(self, label: str, done: int, total: int | None, rate: float) -> None:
        """Show how far a loop is; rate in rounds per second."""

    def rounds(self, depth: int, count: int) -> None:
        """Count rounds of a tracked loop, `depth` loops deep."""


sink: Sink | None = None
may_ask = False  # whether the runner's app can ask the learner for a data set
