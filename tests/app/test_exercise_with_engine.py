"""The exercise page with the real engine: played, compared, diagnosed, stopped."""

from __future__ import annotations

from pathlib import Path

from exercise_maker import BROKEN, RIGHT, UPHILL, exercise_course, file_of
from exercise_steps import at_exercise, check, shown, write
from textual.pilot import Pilot

from tutor.app.driving import check_exercise, lesson_screen, until
from tutor.app.exercise import ExerciseView
from tutor.app.main import TutorApp
from tutor.engine.verdicts import Verdict
from tutor.progress import Progress

SECONDS = 90.0  # the engine's first import can be slow on a busy machine
ENDLESS = "def descend(params, lr):\n    while True:\n        pass\n"


def real_app(tmp_path: Path) -> TutorApp:
    course = exercise_course(tmp_path / "course")
    app = TutorApp(course, progress=Progress.open(tmp_path / "home"), start="steps")
    app.animation_level = "none"
    return app


async def judged(pilot: Pilot[None], code: str) -> Verdict:
    verdict = await check_exercise(pilot, code, SECONDS)
    assert verdict is not None
    return verdict


async def verdict_of(pilot: Pilot[None], view: ExerciseView, code: str) -> Verdict:
    """The verdict of exactly this code."""
    await until(pilot, lambda: view.checked == code and not view.checking, "a verdict", SECONDS)
    assert view.verdict is not None
    return view.verdict


async def test_from_the_first_key_to_passing(tmp_path: Path) -> None:
    app = real_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await at_exercise(pilot)
        unwritten = await judged(pilot, view.code)
        assert unwritten.fault is not None
        assert unwritten.fault.kind == "unwritten"

        broken = await judged(pilot, BROKEN)
        assert broken.fault is not None
        assert (broken.fault.kind, broken.fault.line) == ("syntax", 4)

        await write(pilot, view, UPHILL)
        await check(pilot, view, "ctrl+r", SECONDS)
        assert [row.state for row in view.results.cases.rows][:3] == ["failed"] * 3
        assert "One step of 0.25 times 2 from 1 ends at 0.5." in shown(pilot)
        assert "grad [2.0, 2.0, 2.0]" in shown(pilot)
        # A diagnosis has to come in time or not at all; once the wrong solutions have been
        # played it always does.
        for _ in range(20):
            if "uphill" in shown(pilot):
                break
            await check(pilot, view, "ctrl+r", SECONDS)
            await pilot.pause(0.5)
        assert "uphill" in shown(pilot)

        passed = await judged(pilot, RIGHT)
        assert passed.passed
        assert len(passed.cases) == 4
        assert app.progress.passing("tiny", "descend") is not None


async def test_a_save_elsewhere_an_endless_loop_and_a_stop(tmp_path: Path) -> None:
    app = real_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        view = await at_exercise(pilot)
        await pilot.pause(0.3)
        file_of(tmp_path).write_text(RIGHT)
        assert (await verdict_of(pilot, view, RIGHT)).passed

        # Saved again while an endless loop is checked: the newer one is what counts.
        file_of(tmp_path).write_text(ENDLESS)
        await until(pilot, lambda: view.checking and view.code == ENDLESS, "the check", SECONDS)
        file_of(tmp_path).write_text(UPHILL)
        assert not (await verdict_of(pilot, view, UPHILL)).passed

        lesson_screen(app).put_code(view, ENDLESS)
        lesson_screen(app).check_exercise(view)
        await until(pilot, lambda: view.results.cases.rows[0].state == "running", "it", SECONDS)
        await pilot.press("escape")
        await until(pilot, lambda: not view.checking, "the stop", SECONDS)
        assert view.verdict is None

        lesson_screen(app).put_code(view, RIGHT)
        await check(pilot, view, seconds=SECONDS)
        assert view.verdict is not None
        assert view.verdict.passed
