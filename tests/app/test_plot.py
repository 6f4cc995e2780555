"""The plot on the screen: its colours, and the widget that draws as points arrive."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from itertools import combinations

import pytest
from plot_samples import FALLING, packed
from textual.app import App, ComposeResult
from textual.color import Color
from textual.geometry import Offset
from textual.selection import Selection

from tutor.app import plot as plot_module
from tutor.app.plot import PlotView
from tutor.app.plot_canvas import Markers
from tutor.app.plot_colours import ON_ANSI_DARK, ON_ANSI_LIGHT, ON_DARK, ON_LIGHT
from tutor.app.themes import DARK, LIGHT
from tutor.course.model import PlotOptions
from tutor.engine.protocol import Curve, Points

# --- colours --------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""

    def luminance(name: str) -> float:
        parts = [c / 255 for c in Color.parse(name).rgb]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("colours", "grounds"),
    [(ON_DARK, [DARK.surface, DARK.background]), (ON_LIGHT, [LIGHT.surface, LIGHT.background])],
)
def test_curves_stand_out_from_their_ground(colours: list[str], grounds: list[str]) -> None:
    for ground in grounds:
        for colour in colours:
            assert contrast(ground, colour) >= 3, (ground, colour)


# How colours are seen without one kind of cone: linear RGB to linear RGB. Machado, Oliveira and
# Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
CONES = {
    "protan": [(0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)],
    "deutan": [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)],
    "tritan": [(1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)],
}  # fmt: skip


def oklab(red: float, green: float, blue: float) -> tuple[float, float, float]:
    """Linear RGB as Björn Ottosson's OKLab (2020), where distances are what is seen."""
    r, g, b = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def seen(name: str) -> list[tuple[float, float, float]]:
    """A colour as it is seen with all cones, and without each kind."""
    parts = [c / 255 for c in Color.parse(name).rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    without = [
        oklab(*(sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix))
        for matrix in CONES.values()
    ]
    return [oklab(*linear), *without]


@pytest.mark.parametrize("colours", [ON_DARK, ON_LIGHT])
def test_eight_colours_can_be_told_apart_with_every_kind_of_colour_vision(
    colours: tuple[str, ...],
) -> None:
    assert len(colours) == 8
    for one, other in combinations(colours, 2):
        for a, b in zip(seen(one), seen(other), strict=True):
            assert math.dist(a, b) >= 0.1, (one, other)


def test_ansi_colours_are_the_terminals_own() -> None:
    assert all(name.startswith("ansi_") for name in (*ON_ANSI_DARK, *ON_ANSI_LIGHT))


# --- the widget -----------------------------------------------------------------------------------


class Host(App[None]):
    CSS = "PlotView { width: 60; height: 14; }"

    def __init__(self, theme: str = "textual-dark", markers: Markers = "braille") -> None:
        super().__init__()
        self.theme = theme
        self.markers = markers

    def compose(self) -> ComposeResult:
        yield PlotView(PlotOptions(x="step", y="loss"), markers=self.markers)

    @property
    def plot(self) -> PlotView:
        return self.query_one(PlotView)


def points(start: int, ys: Sequence[float], name: str = "loss") -> Points:
    return Points(1, name, packed(range(start, start + len(ys))), packed(ys))


async def test_points_and_curves_reach_the_screen() -> None:
    app = Host()
    async with app.run_test() as pilot:
        assert app.plot.is_empty
        assert app.plot.text == "No points yet."
        app.plot.add_points(points(0, FALLING))
        app.plot.set_curve(Curve(1, "floor", packed([0, 199]), packed([0, 0])))
        await pilot.pause(0.2)
        assert "a loss 0.006909" in str(app.plot.render())
        assert "b floor" in app.plot.text
        assert [item.name for item in app.plot.items] == ["loss", "floor"]
        app.plot.set_curve(Curve(1, "floor", packed([0, 199]), packed([1, 1])))
        assert len(app.plot.items) == 2
        app.plot.clear()
        await pilot.pause()
        assert str(app.plot.render()) == "No points yet."


async def test_many_events_cost_few_draws_and_the_last_is_drawn() -> None:
    app = Host()
    async with app.run_test() as pilot:
        before = app.plot.draws
        began = asyncio.get_running_loop().time()
        for i in range(300):
            app.plot.add_points(points(i, [1.0 / (i + 1)]))
            await asyncio.sleep(0.001)
        spent = asyncio.get_running_loop().time() - began
        assert app.plot.draws - before <= spent * 15 + 2
        app.plot.add_points(points(300, [123.0]))
        app.plot.finish()
        await pilot.pause()
        assert "loss 123" in str(app.plot.render())
        draws = app.plot.draws
        await pilot.pause(0.3)
        assert app.plot.draws == draws  # nothing is left to be drawn


async def test_a_slow_draw_is_followed_by_a_long_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.pause()
        real: Callable[..., object] = plot_module.draw_traces

        def slow(*args: object, **kwargs: object) -> object:
            end = asyncio.get_running_loop().time() + 0.05
            while asyncio.get_running_loop().time() < end:
                pass
            return real(*args, **kwargs)

        monkeypatch.setattr(plot_module, "draw_traces", slow)
        before = app.plot.draws
        began = asyncio.get_running_loop().time()
        for i in range(60):
            app.plot.add_points(points(i, [1.0]))
            await asyncio.sleep(0.01)
        spent = asyncio.get_running_loop().time() - began
        assert 1 <= app.plot.draws - before <= spent * 0.2 / 0.05 + 1


async def test_points_that_come_before_mounting_are_not_lost() -> None:
    view = PlotView()
    view.add_points(points(0, [1.0, 2.0]))
    assert "loss 2" in view.text
    app = Host()
    async with app.run_test() as pilot:
        await app.mount(view)
        await pilot.pause()
        assert "loss 2" in str(view.render())


async def test_it_follows_its_size_and_its_theme() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.plot.add_points(points(0, FALLING))
        await pilot.pause(0.1)
        app.plot.styles.width, app.plot.styles.height = 20, 2
        await pilot.pause()
        assert str(app.plot.render()) == "loss 0.006909 at 199"
        app.plot.styles.width, app.plot.styles.height = 60, 14
        seen = {}
        for theme in ("textual-dark", "textual-light", "ansi-dark"):
            app.theme = theme
            await pilot.pause()
            seen[theme] = {str(span.style) for span in app.plot.render().spans}
        assert ON_DARK[0] in seen["textual-dark"]
        assert ON_LIGHT[0] in seen["textual-light"]
        assert ON_ANSI_DARK[0] in seen["ansi-dark"]


async def test_what_is_selected_is_text() -> None:
    app = Host(markers="ascii")
    async with app.run_test() as pilot:
        app.plot.add_points(points(0, FALLING))
        await pilot.pause(0.1)
        selected = app.plot.get_selection(Selection(Offset(0, 0), Offset(4, 0)))
        assert selected is not None
        assert selected[0] == "loss"
        app.plot.markers = "dot"
        assert "∙" in app.plot.text


def test_a_plot_by_sight(snap_compare: Callable[..., bool]) -> None:
    async def fill(pilot: object) -> None:
        app = pilot.app  # type: ignore[attr-defined]
        app.plot.add_points(points(0, [*FALLING, math.inf], "train"))
        app.plot.add_points(points(0, [y + 0.3 for y in FALLING], "test"))
        app.plot.finish()
        await pilot.pause()  # type: ignore[attr-defined]

    assert snap_compare(Host(), run_before=fill, terminal_size=(60, 14))
