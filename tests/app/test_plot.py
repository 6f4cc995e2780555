"""The plot on the screen: its colours, and the widget that draws as points arrive."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence

import pytest
from plot_samples import FALLING, packed
from textual.app import App, ComposeResult
from textual.color import Color
from textual.geometry import Offset
from textual.selection import Selection

from tutor.app import plot as plot_module
from tutor.app.plot import ON_ANSI, ON_DARK, ON_LIGHT, PlotView
from tutor.app.plot_canvas import Markers
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


def test_ansi_colours_are_the_terminals_own() -> None:
    assert all(name.startswith("ansi_") for name in ON_ANSI)


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
        real: Callable[..., object] = plot_module.draw

        def slow(*args: object, **kwargs: object) -> object:
            end = asyncio.get_running_loop().time() + 0.05
            while asyncio.get_running_loop().time() < end:
                pass
            return real(*args, **kwargs)

        monkeypatch.setattr(plot_module, "draw", slow)
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
        assert ON_ANSI[0] in seen["ansi-dark"]


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
