"""Snapshots of the screens that a learner sees most, at the three layouts and in each theme.

What they must say is tested elsewhere; here it is how they look. After a change that is meant,
`pytest tests/app/test_by_sight.py --snapshot-update`, and look at the pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from course_maker import ScriptedEngine, make_app, walk_events
from textual.pilot import Pilot

from tutor.app.driving import lesson_screen, until
from tutor.app.home import HomeScreen
from tutor.app.main import TutorApp
from tutor.engine import protocol

SnapCompare = Callable[..., bool]
SMALL = pytest.param((40, 12), marks=pytest.mark.slow)
SIZES = [(120, 36), (80, 24), SMALL]

FAILURE: list[protocol.AnyEvent] = [
    protocol.Started(1, "walk", device="cpu"),
    protocol.Text(1, "step 0\n"),
    protocol.Raised(
        1,
        "ZeroDivisionError",
        "division by zero",
        'Traceback (most recent call last):\n  File "lesson.md", line 3\n'
        "    x = x - eta * 2 / 0\nZeroDivisionError: division by zero",
        "walk",
        4,
    ),
    protocol.Finished(1, "walk", "raised", 0.034),
]


def app_of(pilot: Pilot[None]) -> TutorApp:
    assert isinstance(pilot.app, TutorApp)
    return pilot.app


async def show(pilot: Pilot[None], page: int) -> None:
    """Go to a page."""
    await pilot.pause()
    await lesson_screen(app_of(pilot)).show_page(page)
    await pilot.pause()
    await pilot.pause()


async def run(pilot: Pilot[None]) -> None:
    """Run the cell of the third page and wait for its end."""
    await show(pilot, 2)
    await pilot.press("r")
    screen = lesson_screen(app_of(pilot))
    await until(pilot, lambda: screen.running is None, "the run", 5)
    await pilot.pause(0.2)


@pytest.mark.parametrize("size", SIZES)
def test_home(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = make_app(tmp_path, start=None)

    async def before(pilot: Pilot[None]) -> None:
        def read() -> bool:
            return isinstance(app.screen, HomeScreen) and bool(app.screen.entries)

        await until(pilot, read, "the map", 5)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_words(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await show(pilot, 0)

    assert snap_compare(make_app(tmp_path), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_a_run_with_its_curve(
    snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(tmp_path), terminal_size=size, run_before=run)


@pytest.mark.parametrize("theme", ["tutor-light", "ansi-dark"])
def test_themes(snap_compare: SnapCompare, tmp_path: Path, theme: str) -> None:
    app = make_app(tmp_path, theme=theme)
    assert snap_compare(app, terminal_size=(120, 36), run_before=run)


def test_an_error(snap_compare: SnapCompare, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine=ScriptedEngine(lambda _: FAILURE))
    assert snap_compare(app, terminal_size=(120, 36), run_before=run)


def test_the_editor(snap_compare: SnapCompare, tmp_path: Path) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await show(pilot, 2)
        await pilot.press("e")
        await pilot.pause()

    assert snap_compare(make_app(tmp_path), terminal_size=(120, 36), run_before=before)


def test_a_question(snap_compare: SnapCompare, tmp_path: Path) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await show(pilot, 1)
        await pilot.press("a", "2", "enter")
        await pilot.pause()

    assert snap_compare(make_app(tmp_path), terminal_size=(80, 24), run_before=before)


def test_help(snap_compare: SnapCompare, tmp_path: Path) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await show(pilot, 2)
        await pilot.press("question_mark")
        await pilot.pause()

    assert snap_compare(make_app(tmp_path), terminal_size=(80, 24), run_before=before)


def test_too_small(snap_compare: SnapCompare, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine=ScriptedEngine(lambda _: walk_events()))
    assert snap_compare(app, terminal_size=(20, 5))
