"""The surface on the screen: stepped by keys and mouse, played, redrawn while paths grow."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest
from surface_samples import line, path, surface, walk
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tutor.app import surface_view as module
from tutor.app.surface_view import SurfaceView
from tutor.app.themes import THEMES

SIZES = [(120, 36), (80, 24)]


class Host(App[None]):
    def __init__(self, theme: str = "tutor-dark") -> None:
        super().__init__()
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield SurfaceView()

    @property
    def view(self) -> SurfaceView:
        return self.query_one(SurfaceView)

    @property
    def shown(self) -> str:
        view = self.view
        lines = [view.render_line(y) for y in range(view.size.height)]
        return "\n".join(strip.text for strip in lines)


async def test_keys_step_along_the_paths() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "No surface yet." in app.shown
        app.view.show(surface())
        app.view.focus()
        await pilot.pause(0.1)
        assert "step 20 of 20" in app.shown
        assert "f 0.08901" in app.shown
        for key, step in [
            ("left_square_bracket", 19), ("left", 18), ("right", 19), ("right_square_bracket", 20),
            ("right", 20), ("shift+left", 10), ("home", 0), ("left", 0), ("shift+right", 10),
            ("end", 20),
        ]:  # fmt: skip
            await pilot.press(key)
            assert app.view.step == step, key
            assert f"step {step:>2} of 20" in app.shown


async def test_values_follow_the_step() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(surface({"one": walk(0.4)}))
        app.view.focus()
        await pilot.press("home")
        assert "f 10.5" in app.shown
        await pilot.press("right")
        assert "f 4.996 " in app.shown
        assert "at (-4.6, 1.2)" in app.shown


async def test_it_plays_and_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PLAY_SECONDS", 3.0)
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(surface())
        app.view.focus()
        await pilot.press("space")
        assert app.view.playing
        assert app.view.step < 20
        assert "stop" in app.shown
        seen = set()
        end = time.monotonic() + 20
        while app.view.playing and time.monotonic() < end:
            seen.add(app.view.step)
            await pilot.pause(0.02)
        assert len(seen) > 4
        assert app.view.step == 20
        assert "play" in app.shown
        await pilot.press("space")
        await pilot.pause(0.1)
        await pilot.press("left")
        assert not app.view.playing
        still = app.view.step
        await pilot.pause(0.2)
        assert app.view.step == still


async def test_where_nothing_may_move_playing_is_a_step() -> None:
    class Still(Host):
        motion = False

    app = Still()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(surface())
        app.view.focus()
        await pilot.press("space")
        assert (app.view.playing, app.view.step) == (False, 1)
        await pilot.press("space")
        assert app.view.step == 2


async def test_markers_follow_the_settings() -> None:
    from types import SimpleNamespace

    from textual.signal import Signal

    class Set(Host):
        markers = "dot"

        def __init__(self) -> None:
            super().__init__()
            self.settings_changed: Signal[object] = Signal(self, "settings")

    app = Set()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(surface(style="contours"))
        await pilot.pause(0.1)
        assert "∙" in app.shown
        app.settings_changed.publish(SimpleNamespace(markers="ascii"))
        await pilot.pause(0.1)
        app.shown.encode("ascii")


async def test_the_mouse_does_the_same() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(surface())
        await pilot.pause(0.1)
        row = 23
        await pilot.click(SurfaceView, offset=(1, row))
        assert app.view.step == 19
        await pilot.click(SurfaceView, offset=(4, row))
        assert app.view.step == 20
        line_shown = app.shown.split("\n")[row]
        start, end = line_shown.index("━"), line_shown.index("●")
        await pilot.mouse_down(SurfaceView, offset=(start, row))
        assert app.view.step == 0
        await pilot.hover(SurfaceView, offset=((start + end) // 2, row))
        assert 8 <= app.view.step <= 12
        await pilot.mouse_up(SurfaceView, offset=((start + end) // 2, row))
        await pilot.hover(SurfaceView, offset=(start, row))
        assert app.view.step > 0, "let go"
        await pilot.click(SurfaceView, offset=(8, row))
        assert app.view.playing


async def test_a_chosen_step_stays_and_the_end_is_followed() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        for count in (2, 5, 9):
            app.view.show(surface({"one": walk(0.4)[:count]}))
            await pilot.pause(0.1)
            assert app.view.step == count - 1
        app.view.focus()
        await pilot.press("home", "right")
        app.view.show(surface({"one": walk(0.45)}))
        await pilot.pause(0.1)
        assert app.view.step == 1
        assert "step  1 of 20" in app.shown
        app.view.clear()
        await pilot.pause(0.1)
        assert app.view.is_empty
        assert "No surface yet." in app.shown


async def test_styles_turn_and_lines_alone_have_no_ground() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(surface({}))
        app.view.focus()
        await pilot.pause(0.1)
        seen = []
        for _ in range(3):
            seen.append((app.view.style_shown, "▀" in app.shown))
            await pilot.press("c")
        assert seen == [("both", True), ("heat", True), ("contours", False)]
        assert app.view.style_shown == "both"
        await pilot.press("right", "space")
        assert not app.view.playing, "there is nothing to walk"


async def test_thousands_of_steps_are_walked_by_those_that_were_kept() -> None:
    kept = [0, 1, 2, 500, 1000]
    places = [(float(-5 + k), -2.0) for k in range(5)]
    event = surface({})
    event = type(event)(
        event.run, event.name, event.x, event.y, event.shade, event.low, event.high,
        event.contours, [path("long", places, kept)], event.marks, event.style,
    )  # fmt: skip
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(event)
        app.view.focus()
        await pilot.press("left")
        assert "step   500 of 1 000" in app.shown
        await pilot.press("left")
        assert app.view.step == 2


async def test_many_shows_cost_few_draws_and_the_last_is_drawn() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        view, events = app.view, [surface({"one": walk(0.4, steps=n)}) for n in range(1, 60)]
        before, began = view.draws, asyncio.get_running_loop().time()
        for event in events:
            view.show(event)
            await asyncio.sleep(0.005)
        spent = asyncio.get_running_loop().time() - began
        assert view.draws - before <= spent * 20 + 2
        await pilot.pause(0.2)
        assert "step 59 of 59" in app.shown
        draws = view.draws
        await pilot.pause(0.2)
        assert view.draws == draws


async def test_it_follows_its_size_its_theme_and_its_markers() -> None:
    app = Host()
    async with app.run_test(size=(100, 30)) as pilot:
        app.view.show(surface())
        await pilot.pause(0.1)
        for size in [(40, 12), (16, 4), (1, 1), (120, 40)]:
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
            assert all(len(row) <= size[0] for row in app.shown.split("\n"))
        grounds = {}
        for theme in ("tutor-dark", "tutor-light", "ansi-dark"):
            app.theme = theme
            await pilot.pause(0.1)
            strip = app.view.render_line(20)
            grounds[theme] = {str(s.style.bgcolor) for s in strip if s.style}
        assert len(grounds["tutor-dark"]) > 10
        assert not grounds["tutor-dark"] & grounds["tutor-light"]
        assert len(grounds["ansi-dark"]) <= 3
        app.view.markers = "ascii"
        await pilot.pause(0.1)
        app.shown.encode("ascii")


async def test_a_surface_that_comes_before_mounting_is_not_lost() -> None:
    view = SurfaceView()
    view.show(surface({"one": walk(0.4)}), [("eta 0.1", surface({"one": walk(0.1)}))])
    assert "a one f" in view.text
    assert "1 eta 0.1" in view.text
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.view.remove()
        await app.mount(view)
        await pilot.pause()
        assert "a one f" in app.shown
        before = app.shown
        assert "step 20 of 20" in view.text
        assert app.shown == before, "a saved page leaves the picture alone"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("style", ["both", "contours"])
def test_a_surface_by_sight(
    snap_compare: Callable[..., bool], style: str, size: tuple[int, int]
) -> None:
    async def fill(pilot: Pilot[None]) -> None:
        view = pilot.app.query_one(SurfaceView)
        view.show(surface(style=style))  # type: ignore[arg-type]
        view.focus()
        await pilot.press("left", "left")
        await pilot.pause(0.1)

    assert snap_compare(Host(), run_before=fill, terminal_size=size)


@pytest.mark.parametrize("theme", ["tutor-light", "ansi-dark"])
def test_themes(snap_compare: Callable[..., bool], theme: str) -> None:
    async def fill(pilot: Pilot[None]) -> None:
        kept = [("eta 0.1", surface({"gradient descent": walk(0.1)}))]
        pilot.app.query_one(SurfaceView).show(surface(), kept)
        await pilot.pause(0.1)

    assert snap_compare(Host(theme), run_before=fill, terminal_size=(80, 24))


def test_one_variable_by_sight(snap_compare: Callable[..., bool]) -> None:
    async def fill(pilot: Pilot[None]) -> None:
        event = line({"0.2": [10 * 0.6**k for k in range(11)], "1.1": [10.0, -12.0, 14.4]})
        pilot.app.query_one(SurfaceView).show(event)
        await pilot.pause(0.1)

    assert snap_compare(Host(), run_before=fill, terminal_size=(80, 24))
