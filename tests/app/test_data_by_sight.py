"""Snapshots of everything that has to do with data sets, at the sizes that learners have.

After a change that is meant, `pytest tests/app/test_data_by_sight.py --snapshot-update`, and look.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from data_steps import (
    FAILED,
    DataEngine,
    ScriptedFetch,
    asked,
    coming,
    data_app,
    put_files,
    run_walk,
)
from textual.pilot import Pilot

from tutor.app import data_facts
from tutor.app.driving import lesson_screen, until
from tutor.app.main import TutorApp
from tutor.app.scrolling import pane_of
from tutor.datasets import shelf

SnapCompare = Callable[..., bool]
SMALL = pytest.param((40, 12), marks=pytest.mark.slow)
SIZES = [(120, 36), (80, 24), SMALL]


@pytest.fixture(autouse=True)
def same_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the data is another one in each test."""
    monkeypatch.setattr(data_facts, "short", lambda path: f"~/tutor/data/{path.name}")


def app_of(pilot: Pilot[None]) -> TutorApp:
    assert isinstance(pilot.app, TutorApp)
    return pilot.app


@pytest.mark.parametrize("size", SIZES)
def test_the_question(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await run_walk(pilot)
        await asked(pilot)

    app = data_app(tmp_path, engine=DataEngine("fashion_mnist"))
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_a_download(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    fetch = ScriptedFetch([coming(), FAILED])

    async def before(pilot: Pilot[None]) -> None:
        await run_walk(pilot)
        await asked(pilot)
        fetch.go()
        await pilot.press("d")
        going = app_of(pilot).datasets.going("airfoil")
        assert going is not None
        await until(pilot, lambda: going.progress is not None, "the progress", 5)

    assert snap_compare(data_app(tmp_path, fetch), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [(80, 24), SMALL])
def test_a_failure(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    fetch = ScriptedFetch([FAILED])

    async def before(pilot: Pilot[None]) -> None:
        await run_walk(pilot)
        dialog = await asked(pilot)
        fetch.go()
        await pilot.press("d")
        await until(pilot, lambda: dialog.phase == "failed", "the failure", 5)

    assert snap_compare(data_app(tmp_path, fetch), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_synthetic_data(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        cell = await run_walk(pilot)
        await pilot.pause(0.2)
        pane = pane_of(cell)
        if pane is not None:  # to the end: where the run has left it may differ by a row
            pane.scroll_end(animate=False)
        await pilot.pause(0.2)

    app = data_app(tmp_path)
    shelf.choose("airfoil", "synthetic")
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_real_and_synthetic_in_one_figure(snap_compare: SnapCompare, tmp_path: Path) -> None:
    async def before(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await run_walk(pilot)
        put_files("airfoil")
        await app.datasets.use("airfoil", "real")
        await run_walk(pilot)
        assert lesson_screen(app).running is None
        await pilot.press("f")
        await pilot.pause(0.2)

    app = data_app(tmp_path)
    shelf.choose("airfoil", "synthetic")
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_the_list(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.press("D")
        await pilot.pause(0.1)

    app = data_app(tmp_path)
    put_files("fashion_mnist")
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [(80, 24)])
def test_the_map(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: bool(app_of(pilot).home.entries), "the map", 5)
        await pilot.press("down", "up")
        await pilot.pause()

    app = data_app(tmp_path, start=None)
    shelf.choose("airfoil", "synthetic")
    assert snap_compare(app, terminal_size=size, run_before=before)
