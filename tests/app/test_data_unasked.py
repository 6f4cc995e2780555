"""Where nobody is asked: always, never, offline, the demo; and what goes wrong with choices."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from data_steps import (
    DataEngine,
    ScriptedFetch,
    asked,
    coming,
    data_app,
    done,
    put_files,
    run_walk,
    said,
)
from lesson_steps import finished

from tutor.app.data_dialog import DataDialog
from tutor.app.driving import lesson_screen, run_cells, until
from tutor.datasets import shelf
from tutor.datasets.getting import Done


async def test_always_begins_at_once(tmp_path: Path) -> None:
    fetch = ScriptedFetch([coming(), Done()])
    app = data_app(tmp_path, fetch, settings='downloads = "always"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        dialog = await asked(pilot)
        assert dialog.phase == "fetch"
        fetch.go(2)
        assert "the real data" in await done(pilot, app)


async def test_what_came_and_is_wanted_again_is_asked_for_not_fetched_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_steps.put_files", lambda name: None)  # it says so, and isn't here
    fetch = ScriptedFetch([Done()])
    app = data_app(tmp_path, fetch, settings='downloads = "always"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        fetch.go()
        await run_walk(pilot)

        def asks() -> bool:
            return isinstance(app.screen, DataDialog) and app.screen.phase == "ask"

        await until(pilot, asks, "the question", 5)
        assert fetch.begun == ["airfoil"]


@pytest.mark.parametrize("why", ["offline", "never"])
async def test_where_nothing_may_be_fetched_nobody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    fetch = ScriptedFetch([Done()])
    if why == "offline":
        monkeypatch.setenv("TUTOR_OFFLINE", "1")
    app = data_app(tmp_path, fetch, settings='downloads = "never"\n' if why == "never" else "")
    async with app.run_test(size=(100, 30)) as pilot:
        cell = await run_walk(pilot)
        assert not app.screen.is_modal
        assert cell.outcome == "done"
        first = cell.output.text.splitlines()[0]
        assert "synthetic: made by Tutor, not measured" in first
        expected = "Tutor is offline" if why == "offline" else "set to never (,)"
        assert expected in first
        assert fetch.begun == []
        assert shelf.choice("airfoil") is None


async def test_whoever_drives_the_app_is_not_asked(tmp_path: Path) -> None:
    """The demo and the pictures: nobody would answer."""
    app = data_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await screen.show_page(2)
        await run_cells(pilot, 5)
        assert screen.cell is not None
        assert "synthetic" in screen.cell.output.text


@pytest.mark.slow
async def test_a_needed_cell_may_want_data_too(tmp_path: Path) -> None:
    app = data_app(tmp_path, engine=DataEngine(needed_first=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        await asked(pilot)
        await pilot.press("s")
        assert "synthetic" in await done(pilot, app)


async def test_a_choice_that_cannot_be_kept_holds_for_the_visit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(name: str, kind: str) -> None:
        raise OSError(28, "No space left on device")

    app = data_app(tmp_path)
    monkeypatch.setattr(shelf, "choose", full)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        await asked(pilot)
        await pilot.press("s")
        assert "synthetic" in await done(pilot, app)
        assert "No space left on device" in said(app)
        await pilot.press("r")
        await finished(pilot, app)
        assert not app.screen.is_modal


@pytest.mark.slow
async def test_a_stop_while_it_waits_is_harmless(tmp_path: Path) -> None:
    app = data_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        await asked(pilot)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert not app.screen.is_modal
        assert lesson_screen(app).running is None


@pytest.mark.slow
async def test_data_that_are_here_ask_nothing(tmp_path: Path) -> None:
    app = data_app(tmp_path)
    put_files("airfoil")
    async with app.run_test(size=(80, 24)) as pilot:
        cell = await run_walk(pilot)
        assert not app.screen.is_modal
        assert "the real data" in cell.output.text


@pytest.mark.slow
async def test_a_set_that_nobody_knows_is_said(tmp_path: Path) -> None:
    app = data_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        cell = await run_walk(pilot)
        await asked(pilot)
        await pilot.press("escape")
        lesson_screen(app).need_data(cell, "airfoils")
        await until(pilot, lambda: "did you mean airfoil?" in said(app), "the notice", 5)


async def test_a_long_run_elsewhere_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.app.data_sets.AT_ONCE", 0.05)
    engine = DataEngine()
    over = asyncio.Event()
    monkeypatch.setattr(engine, "renew_data", over.wait)
    app = data_app(tmp_path, engine=engine)
    async with app.run_test(size=(80, 24)) as pilot:
        await run_walk(pilot)
        await asked(pilot)
        await pilot.press("s")
        assert "synthetic" in await done(pilot, app)
        over.set()
