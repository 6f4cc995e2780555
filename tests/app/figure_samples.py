"""Runs for the tests of figures: what a cell with a knob sends, and an app with a figure alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plot_samples import packed
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll

import tutor.app.main
from tutor.app.figure import Figure
from tutor.app.figure_model import FigureModel
from tutor.app.plot_canvas import Markers
from tutor.app.statusbar import KeyBar
from tutor.app.themes import THEMES
from tutor.course.model import PlotOptions
from tutor.engine.protocol import Curve, Finished, Points, Surface
from tutor.engine.protocol import Path as Way

CODE = "eta = 0.1\n"
ETAS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6)


def descent(eta: float, steps: int = 40) -> list[float]:
    """The square of x while it shrinks by 1 - eta a step."""
    return [(1 - eta) ** (2 * step) for step in range(steps)]


def points(ys: Sequence[float], name: str = "loss", start: int = 0) -> Points:
    return Points(1, name, packed(range(start, start + len(ys))), packed(ys), start + len(ys))


def curve(xs: Sequence[float], ys: Sequence[float], name: str) -> Curve:
    return Curve(1, name, packed(xs), packed(ys))


def surface(xs: Sequence[float], ys: Sequence[float], name: str = "") -> Surface:
    return Surface(
        1,
        name,
        packed([0, 1, 2]),
        packed([0, 1]),
        shade=bytes([0, 50, 100, 150, 250, 255]),
        high=1.0,
        paths=[Way("sgd", packed(xs), packed(ys))],
    )


def finished(outcome: str = "done", seconds: float = 0.1, steps: int = 40) -> Finished:
    return Finished(1, "cell", outcome, seconds, steps)  # type: ignore[arg-type]


def ran(
    model: FigureModel, values: dict[str, object], *, code: str = CODE, **curves: Sequence[float]
) -> None:
    """A whole run of these curves; without any, a descent with `eta`."""
    model.begin(values, code)
    eta = values.get("eta", 0.1)
    assert isinstance(eta, float)
    for name, ys in (curves or {"loss": descent(eta)}).items():
        model.take(points(ys, name))
    model.finish(finished())


class Host(App[None]):
    """A figure and the bar of keys, as they look in Tutor."""

    CSS_PATH = Path(tutor.app.main.__file__).with_name("tutor.tcss")
    HORIZONTAL_BREAKPOINTS = tutor.app.main.TutorApp.HORIZONTAL_BREAKPOINTS

    def __init__(
        self,
        options: PlotOptions | None = None,
        *,
        theme: str = "tutor-dark",
        markers: Markers = "braille",
    ) -> None:
        super().__init__()
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme
        self.markers = markers
        self.options = options or PlotOptions(title="Descent", x="step", y="loss")

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Figure(self.options)
        yield KeyBar()

    @property
    def figure(self) -> Figure:
        return self.screen_stack[0].query_one(Figure)
