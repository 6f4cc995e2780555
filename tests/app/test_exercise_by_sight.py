"""How the exercise page looks, wide and narrow; what it must say is tested elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from course_maker import ScriptedEngine
from exercise_maker import BROKEN, RIGHT, UPHILL, exercise_app, judge
from exercise_steps import at_exercise, check
from textual.pilot import Pilot

from tutor.app.exercise_results import Results

SnapCompare = Callable[..., bool]
SIZES = [(120, 36), (80, 24)]


async def fresh(pilot: Pilot[None]) -> None:
    """Shown, nothing done."""
    await at_exercise(pilot)
    await pilot.pause(0.1)


async def checked(pilot: Pilot[None]) -> None:
    """Checked, the diagnosis included."""
    view = await at_exercise(pilot)
    await check(pilot, view)
    await pilot.pause(0.2)


async def helped(pilot: Pilot[None]) -> None:
    """Two hints taken, then back to the starter after a check that failed."""
    await checked(pilot)
    await pilot.press("h", "h", "u")
    await pilot.pause()
    pilot.app.clear_notifications()
    await pilot.pause(0.2)


async def typed_wrong(pilot: Pilot[None]) -> None:
    """A syntax error, seen from the editor."""
    await at_exercise(pilot)
    await pilot.press("e")
    await pilot.pause()
    await pilot.press("ctrl+r")
    await pilot.pause(0.3)


async def side_by_side(pilot: Pilot[None]) -> None:
    """Passed, and the two looked at."""
    await checked(pilot)
    await pilot.press("v")
    await pilot.pause(0.2)


async def asked(pilot: Pilot[None]) -> None:
    """The question before a solution."""
    await at_exercise(pilot)
    await pilot.press("v")
    await pilot.pause(0.2)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("before", "code"),
    [
        (fresh, None),
        (checked, UPHILL),
        (helped, UPHILL),
        (checked, RIGHT),
        (side_by_side, RIGHT),
        (typed_wrong, BROKEN),
        (asked, UPHILL),
    ],
    ids=["fresh", "failed", "helped", "passed", "beside", "syntax", "asked"],
)
def test_exercise(
    snap_compare: SnapCompare,
    tmp_path: Path,
    size: tuple[int, int],
    before: Callable[[Pilot[None]], object],
    code: str | None,
) -> None:
    app = exercise_app(tmp_path, code=code)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", ["tutor-light", "ansi-dark"])
def test_themes(snap_compare: SnapCompare, tmp_path: Path, theme: str) -> None:
    app = exercise_app(tmp_path, code=UPHILL, theme=theme)
    assert snap_compare(app, terminal_size=(120, 36), run_before=helped)


def test_a_check_that_takes_its_time(
    snap_compare: SnapCompare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Results, "DELAY", math.inf)  # a busy machine would count seconds

    async def before(pilot: Pilot[None]) -> None:
        await at_exercise(pilot)
        await pilot.press("r")
        await pilot.pause(0.2)

    app = exercise_app(tmp_path, code=UPHILL, engine=ScriptedEngine(judge=judge, endless=True))
    assert snap_compare(app, terminal_size=(120, 36), run_before=before)
