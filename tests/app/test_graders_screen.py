"""The page that says how the graders are graded."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_maker import make_app, write_course

from tutor.app.driving import screen_text, until
from tutor.app.graders import GradersScreen
from tutor.app.home import HomeScreen
from tutor.app.lesson import LessonScreen
from tutor.course import scores
from tutor.course.model import Course
from tutor.course.scores import Score, Survivor


def audited(root: Path) -> Course:
    course = write_course(root)
    folder = course.path_of("downhill").parent / "exercises" / "descend"
    folder.mkdir(parents=True)
    (folder / "reference.py").write_text("def descend(): ...\n")
    why = (Survivor("-    a\n+    b", "They are one."),)
    score = Score(
        scores.digest(folder), (3, 3), (8, 8), (8, 8), (9, 10), (39, 40), survivors=why, seeds=1000
    )
    scores.write(course.root, {"descend": score})
    return course


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (44, 20)])
async def test_it_shows_the_scores(tmp_path: Path, size: tuple[int, int]) -> None:
    app = make_app(tmp_path, start=None, course=audited(tmp_path / "course"))
    async with app.run_test(size=size) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: "39/40" in screen_text(app), "the scores", 5)
        text = screen_text(app)
        assert "descend" in text
        assert ("none refused" in text) == (size[0] >= 80)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_a_course_without_scores_says_how_to_get_them(tmp_path: Path) -> None:
    app = make_app(tmp_path, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: "tutor audit" in screen_text(app), "the advice", 5)


async def test_the_columns_follow_the_width(tmp_path: Path) -> None:
    app = make_app(tmp_path, start=None, course=audited(tmp_path / "course"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: "none refused" in screen_text(app), "the scores", 5)
        await pilot.resize_terminal(50, 30)
        await until(pilot, lambda: "none refused" not in screen_text(app), "fewer columns", 5)
        assert "39/40" in screen_text(app)


async def test_a_lesson_opened_from_it_takes_its_place(tmp_path: Path) -> None:
    app = make_app(tmp_path, start=None, course=audited(tmp_path / "course"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, GradersScreen), "the screen", 5)
        app.open_lesson("downhill")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen), "the lesson", 5)
        app.on_lesson_screen_home_wanted()
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "the map", 5)
