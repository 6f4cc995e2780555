"""An exercise that has moved into another lesson takes its tick with it."""

from __future__ import annotations

from pathlib import Path

from exercise_maker import RIGHT, exercise_app, exercise_course, file_of
from exercise_steps import at_exercise

from tutor.app.driving import lesson_screen
from tutor.engine.verdicts import Verdict, to_json


async def test_what_was_passed_in_another_lesson_is_done_here(tmp_path: Path) -> None:
    course = exercise_course(tmp_path / "course")
    app = exercise_app(tmp_path, course=course, code=RIGHT)
    async with app.run_test(size=(120, 36)) as pilot:
        verdict = to_json(Verdict("descend", passed=True))
        app.progress.save_attempt(course.name, "descend", RIGHT, True, verdict)
        app.progress.mark_done(course.name, "drills", "descend", "as it was there")

        view = await at_exercise(pilot)

        assert view.passed
        assert file_of(tmp_path).read_text() == RIGHT
        assert "descend" in app.progress.done(course.name, lesson_screen(app).lesson.name)
        await pilot.press("n")
        assert lesson_screen(app).marks()[1] == "●"


async def test_what_never_passed_stays_to_be_done(tmp_path: Path) -> None:
    course = exercise_course(tmp_path / "course")
    app = exercise_app(tmp_path, course=course, code=RIGHT)
    async with app.run_test(size=(120, 36)) as pilot:
        await at_exercise(pilot)

        assert app.progress.done(course.name, lesson_screen(app).lesson.name).keys() <= {"start"}
