"""A figure on the screen: runs come and go, keys, full screen, the table."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

import pytest
from figure_samples import CODE, ETAS, Host, descent, finished, points, ran, surface
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import DataTable

from tutor.app.driving import until
from tutor.app.figure import Figure
from tutor.app.figure_screen import FigureScreen
from tutor.app.plot import PlotView
from tutor.app.runs_screen import RunsScreen
from tutor.course.model import Panel, PlotOptions

PANELS = PlotOptions(x="step", panels=(Panel("loss", ("train",)), Panel("accuracy", ("acc",))))


async def settle(pilot: Pilot[None]) -> None:
    """Until what was pressed is drawn, on a machine that may have much else to do."""
    await pilot.pause()
    await asyncio.sleep(0.1)
    await pilot.pause()


def shown(app: Host) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def run(figure: Figure, eta: float, *, end: bool = True) -> None:
    """A run as a cell view passes it on."""
    figure.begin({"eta": eta, "steps": 40}, CODE)
    ys = descent(eta)
    for start in range(0, 40, 10):
        await figure.take(points(ys[start : start + 10], start=start))
    if end:
        figure.finish(finished())


# --- runs -----------------------------------------------------------------------------------------


async def test_twenty_turns_of_a_knob_leave_eight_curves() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.figure.is_empty
        assert app.figure.plots == ()
        for i in range(20):
            await run(app.figure, 0.02 + i / 50)
            await pilot.pause()
            assert f"eta {0.02 + i / 50:g}" in app.figure.text or i == 0
        await settle(pilot)
        screen = shown(app)
        assert all(f"eta {0.02 + i / 50:g}" in screen for i in range(12, 20))
        assert "eta 0.24" not in screen
        assert all(f" {slot}\n" in screen + "\n" for slot in range(1, 9))
        assert len(app.figure.plots) == 1


async def test_a_run_that_a_knob_cuts_off_leaves_nothing() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        await run(app.figure, 0.1)
        await run(app.figure, 0.7, end=False)
        await settle(pilot)
        assert "eta 0.7" in shown(app)
        app.figure.abandon()
        await run(app.figure, 0.3)
        await settle(pilot)
        assert "eta 0.7" not in shown(app)
        assert "1 eta 0.1  2 eta 0.3" in shown(app)


async def test_what_earlier_runs_drew_stays_while_the_next_one_begins() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        await run(app.figure, 0.1)
        await run(app.figure, 0.2)
        app.figure.begin({"eta": 0.3}, CODE)
        await settle(pilot)
        assert "1 eta 0.1" in shown(app)


async def test_events_before_mounting_and_those_of_others_are_no_trouble() -> None:
    figure = Figure(PlotOptions(y="loss"))
    figure.begin({}, CODE)
    await figure.take(points([1.0, 2.0]))
    await figure.take(finished())
    figure.finish(finished())
    app = Host()
    async with app.run_test(size=(80, 40)) as pilot:
        await app.screen.mount(figure, before=0)
        await settle(pilot)
        assert "loss 2" in shown(app) or "2" in figure.text
        assert len(figure.plots) == 1
        await figure.remove()
        await run(figure, 0.1)  # a page that has gone


# --- keys -----------------------------------------------------------------------------------------


async def test_digits_hide_and_show_runs() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        for eta in ETAS[:3]:
            await run(app.figure, eta)
        await pilot.press("tab", "2")
        await settle(pilot)
        assert "eta 0.05" not in shown(app)
        await pilot.press("1", "3")
        await settle(pilot)
        assert "Every run is hidden" in shown(app)
        await pilot.press("2")
        await settle(pilot)
        assert "2 eta 0.05" in app.figure.text or "loss" in app.figure.text
        assert [run.number for run in app.figure.runs.shown] == [2]


async def test_a_click_focuses_it_and_l_turns_the_scale() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        await run(app.figure, 0.3)
        await settle(pilot)
        await pilot.click(PlotView)
        assert app.focused is app.figure
        await pilot.press("l")
        await settle(pilot)
        assert "10⁻³" in shown(app)
        await pilot.press("l")
        await settle(pilot)
        assert "10⁻³" not in shown(app)


async def test_w_smooths_and_d_gives_panels() -> None:
    app = Host(PANELS)
    async with app.run_test(size=(80, 40)) as pilot:
        ran(app.figure.model, {"eta": 0.1}, train=descent(0.1), acc=descent(0.2))
        await settle(pilot)
        assert len(app.figure.plots) == 2
        app.figure.focus()
        await pilot.press("w")
        await settle(pilot)
        assert shown(app).count("(smoothed 0.6)") == 2
        await pilot.press("d")
        await settle(pilot)
        assert len(app.figure.plots) == 1
        assert "a train" in shown(app)
        assert "b acc" in shown(app)
        await pilot.press("d")
        await settle(pilot)
        assert [plot.region.y for plot in app.figure.plots] == sorted(
            plot.region.y for plot in app.figure.plots
        )
        assert app.figure.plots[0]._options.y == "loss"


async def test_x_clears_and_brings_back() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        await run(app.figure, 0.1)
        await run(app.figure, 0.2)
        app.figure.focus()
        await pilot.press("x")
        await settle(pilot)
        assert app.figure.is_empty
        assert app.figure.plots == ()
        await pilot.press("x")
        await settle(pilot)
        assert "1 eta 0.1  2 eta 0.2" in shown(app)


async def test_s_saves_both_files(own_home: Path) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        await run(app.figure, 0.1)
        app.figure.label = "walk"
        app.figure.focus()
        await pilot.press("s")
        await pilot.pause()
    names = sorted(path.name for path in (own_home / "saved").iterdir())
    assert names == ["walk.csv", "walk.svg"]


async def test_only_what_can_be_done_is_offered() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.figure.focus()
        await pilot.pause()
        offers = {b.binding.action for b in app.screen.active_bindings.values() if b.enabled}
        assert not offers & {"log", "smooth", "panels", "compare", "clear", "save", "full"}
        await run(app.figure, 0.1)
        await settle(pilot)
        offers = {b.binding.action for b in app.screen.active_bindings.values() if b.enabled}
        assert {"log", "smooth", "compare", "clear", "save", "full"} <= offers
        assert "panels" not in offers


# --- full screen ----------------------------------------------------------------------------------


async def test_full_screen_shows_the_run_while_it_goes_on() -> None:
    app = Host()
    async with app.run_test(size=(120, 36)) as pilot:
        await run(app.figure, 0.1)
        await run(app.figure, 0.2, end=False)
        app.figure.focus()
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(app.screen, FigureScreen)
        large = app.screen.query_one(Figure)
        assert large.plots[0].size.height > 28
        await app.figure.take(points([0.123], start=40))
        # The first draw of a process is slow, and the next one keeps a distance from it.
        await until(pilot, lambda: "2 eta 0.2: 0.123" in shown(app), "the new point", 5)
        await pilot.press("1")
        await settle(pilot)
        assert "eta 0.1" not in shown(app)
        await pilot.resize_terminal(70, 20)
        await settle(pilot)
        assert large.plots[0].size.width < 70
        await pilot.press("f")
        await settle(pilot)
        assert not isinstance(app.screen, FigureScreen)
        assert [run.number for run in app.figure.runs.shown] == [2]
        assert app.figure.model.listeners == [app.figure._heard]
        app.figure.finish(finished())


async def test_new_panels_and_surfaces_appear_in_full_screen_too() -> None:
    app = Host(PANELS)
    async with app.run_test(size=(120, 36)) as pilot:
        ran(app.figure.model, {"eta": 0.1}, train=descent(0.1))
        app.figure.focus()
        await pilot.press("f")
        await settle(pilot)
        large = app.screen.query_one(Figure)
        app.figure.begin({"eta": 0.2}, CODE)
        await app.figure.take(points(descent(0.2), "acc"))
        await app.figure.take(surface([2.0, 0.5], [1.0, 0.0], "bowl"))
        await settle(pilot)
        assert len(large.plots) == 2
        assert len(large.surfaces) == 1
        left = {part.region.x for part in (*large.plots, *large.surfaces)}
        assert len(left) == 2  # side by side where there is room
        await pilot.press("escape")
        await settle(pilot)
        assert len(app.figure.plots) == 2


async def test_who_clears_all_runs_in_full_screen_is_told_and_can_leave() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        await run(app.figure, 0.1)
        app.figure.focus()
        await pilot.press("f")
        await settle(pilot)
        assert "Nothing is drawn." not in shown(app)
        assert "esc back" in shown(app).splitlines()[-1]  # never cut off
        await pilot.press("x")
        await settle(pilot)
        assert "Nothing is drawn." in shown(app)
        await pilot.press("x")
        await settle(pilot)
        assert "Nothing is drawn." not in shown(app)


async def test_in_and_out_of_full_screen_as_fast_as_one_can_press() -> None:
    app = Host(PANELS)
    async with app.run_test(size=(80, 24)) as pilot:
        app.figure.begin({"eta": 0.1}, CODE)
        for name in ("train", "acc", "other", "fourth"):
            await app.figure.take(points(descent(0.1), name))
        await app.figure.take(surface([2.0, 0.5], [1.0, 0.0]))
        app.figure.focus()
        for _ in range(6):
            for key in ("f", "escape", "f", "v", "escape", "q"):
                app.simulate_key(key)
                await asyncio.sleep(0)
            await asyncio.sleep(0.01)
        app.figure.finish(finished())
        await settle(pilot)
        while len(app.screen_stack) > 1:
            await pilot.press("escape")
            await settle(pilot)
        assert app.figure.model.listeners == [app.figure._heard]


# --- the table ------------------------------------------------------------------------------------


def cells(app: Host) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(i)] for i in range(table.row_count)]


async def test_the_table_compares_hides_and_takes_a_run_as_the_measure() -> None:
    app = Host()
    async with app.run_test(size=(100, 30)) as pilot:
        for eta in (0.1, 0.3):
            await run(app.figure, eta)
        app.figure.focus()
        await pilot.press("v")
        await settle(pilot)
        assert isinstance(app.screen, RunsScreen)
        assert [row[1] for row in cells(app)] == ["eta 0.1", "eta 0.3"]
        assert [row[4] for row in cells(app)] == ["39", "12"]
        assert cells(app)[0][5] == "100 ms"
        await pilot.press("t")  # by the best of the second run
        assert [row[4] for row in cells(app)] == ["–", "39"]
        await pilot.press("k", "space")
        await settle(pilot)
        assert [run.shown for run in app.figure.runs.kept] == [False, True]
        assert "not shown" in cells(app)[0][-1]
        await pilot.press("enter")
        await settle(pilot)
        assert [run.shown for run in app.figure.runs.kept] == [True, True]
        await run(app.figure, 0.5)  # a run that ends meanwhile
        await settle(pilot)
        assert [row[1] for row in cells(app)] == ["eta 0.1", "eta 0.3", "eta 0.5"]
        await pilot.press("v")
        await settle(pilot)
        assert not isinstance(app.screen, RunsScreen)


async def test_names_of_curves_stand_in_the_table_as_they_are() -> None:
    app = Host()
    async with app.run_test(size=(100, 30)) as pilot:
        app.figure.begin({}, CODE)
        await app.figure.take(points([2.0, 1.0], "w[0]"))
        await app.figure.take(points([2.0, 1.0], "[/b]"))
        app.figure.finish(finished())
        app.figure.focus()
        await pilot.press("v")
        await settle(pilot)
        assert "w[0]: last" in shown(app)
        assert "[/b]: last" in shown(app)


# --- how long it takes ----------------------------------------------------------------------------


def redraws(figure: Figure, times: int = 30) -> float:
    """The median time in which one more point is drawn, in seconds of this thread."""
    (plot,) = figure.plots
    took = []
    for i in range(times):
        began = time.thread_time()
        figure.model.take(points([0.5 / (i + 2)], start=40 + i))
        plot.finish()
        plot.render_lines(Region(0, 0, *plot.size))
        took.append(time.thread_time() - began)
    return statistics.median(took)


@pytest.mark.slow
@pytest.mark.parametrize("count", [100])
async def test_a_hundred_kept_runs_do_not_slow_a_redraw(count: int) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        ratios = []
        for _ in range(3):
            app.figure.clear_runs()
            for i in range(8):
                ran(app.figure.model, {"eta": i / 10})
            app.figure.begin({"eta": 0.9}, CODE)
            await app.figure.take(points(descent(0.09)))
            await settle(pilot)
            few = redraws(app.figure)
            app.figure.abandon()
            for i in range(8, count):
                ran(app.figure.model, {"eta": i / 10})
            app.figure.begin({"eta": 0.95}, CODE)
            await app.figure.take(points(descent(0.09)))
            await settle(pilot)
            assert len(app.figure.runs.kept) == count
            ratios.append(redraws(app.figure) / few)
        assert min(ratios) < 1.3
