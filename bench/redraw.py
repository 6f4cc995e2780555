"""Drawing a curve of a million points anew, against one of a thousand."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from array import array

from textual.app import App, ComposeResult
from textual.geometry import Region

from bench.table import Row, spread
from bench.terminal import HEIGHT, WIDTH
from tutor.app.plot import PlotView
from tutor.course.model import PlotOptions
from tutor.engine.protocol import Points

LIMIT = 1.5
TIMES = 40
MANY, FEW = 1_000_000, 1_000
FRAME = 3_000  # points that arrive at once while the curve grows


class Plots(App[None]):
    """Two plots, each as large as in a lesson."""

    CSS = "Screen { layout: horizontal; }"

    def compose(self) -> ComposeResult:
        """The long curve on the left, the short one on the right."""
        yield PlotView(PlotOptions(title="loss", x="step", y="loss"), id="many")
        yield PlotView(PlotOptions(title="loss", x="step", y="loss"), id="few")


def measure() -> Row:
    """One more point arrives and the widget draws: as the app does, but at our word."""
    many, few = asyncio.run(_alternate())
    return Row(
        "redraw of a curve of 1 000 000 points, against 1 000",
        statistics.median(many),
        LIMIT,
        against=statistics.median(few),
        spread=f"1 000 000 {spread(many)}, 1 000 {spread(few)}",
    )


async def _alternate() -> tuple[list[float], list[float]]:
    app = Plots()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        plots = {MANY: app.query_one("#many", PlotView), FEW: app.query_one("#few", PlotView)}
        for count, plot in plots.items():
            for start in range(0, count, FRAME):
                plot.add_points(_points(start, min(count, start + FRAME)))
        await pilot.pause()
        times: dict[int, list[float]] = {MANY: [], FEW: []}
        for turn in range(TIMES):
            for count, plot in plots.items():
                times[count].append(_draw(plot, count + turn))
    return times[MANY], times[FEW]


def _draw(plot: PlotView, step: int) -> float:
    before = plot.draws
    began = time.perf_counter()
    plot.add_points(_points(step, step + 1))
    plot.finish()
    plot.render_lines(Region(0, 0, *plot.size))
    took = time.perf_counter() - began
    if plot.draws == before:
        raise RuntimeError("nothing was drawn: there is nothing to measure")
    return took


def _points(start: int, stop: int) -> Points:
    """A noisy loss that falls."""
    chance = random.Random(start)
    steps = range(start, stop)
    y = array("d", (1000 / (step + 100) + 0.1 * chance.random() for step in steps))
    return Points(run=1, series="loss", x=array("d", steps).tobytes(), y=y.tobytes())
