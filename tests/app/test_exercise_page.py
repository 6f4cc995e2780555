"""A learner at an exercise: typing, checking, failing, reading, passing, hints, the solution."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_maker import ScriptedEngine
from exercise_maker import (
    BROKEN,
    RAISES,
    RIGHT,
    STARTER,
    UPHILL,
    WORDS,
    exercise_app,
    exercise_course,
    file_of,
    notices,
)
from exercise_steps import at_exercise, check, shown, write

from tutor.app.dialogs import Question
from tutor.app.driving import lesson_screen, until
from tutor.app.exercise_report import ReportView
from tutor.app.solution import SolutionScreen
from tutor.engine import protocol
from tutor.engine.verdicts import Report, Verdict, from_json

WIDE, NARROW = (120, 36), (80, 24)


@pytest.mark.parametrize("size", [WIDE, NARROW, (40, 12)])
async def test_type_check_fail_read_fix_pass(tmp_path: Path, size: tuple[int, int]) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        view = await at_exercise(pilot)
        assert view.code == STARTER

        await write(pilot, view, UPHILL)
        await check(pilot, view, "ctrl+r")
        assert view.editor is not None
        assert view.editor.has_focus  # who types goes on typing
        (report,) = view.results.query(ReportView)
        assert "other values" in report.text
        assert "params[1][2]" in report.text
        assert "grad [0.5, -0.25]" in report.text
        assert report.feedback.startswith("**This looks like")
        states = [row.state for row in view.results.cases.rows]
        assert states == ["passed", "failed", "failed", "passed"]

        await pilot.press("escape")
        await write(pilot, view, RIGHT)
        await pilot.press("escape")
        await check(pilot, view)
        assert view.verdict is not None
        assert view.verdict.passed
        assert not view.results.query(ReportView)
        assert file_of(tmp_path).read_text() == RIGHT

        attempts = app.progress.attempts("tiny", "descend")
        assert [attempt.passed for attempt in attempts] == [False, True]
        kept = from_json(attempts[0].verdict)
        assert kept is not None
        assert kept.first_failure is not None
        exercise = view.exercise
        assert exercise is not None
        assert app.progress.done("tiny", "steps") == {"descend": exercise.digest}
        assert lesson_screen(app).marks()[1] == "◉"

        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, SolutionScreen)
        assert app.screen.code == RIGHT
        await pilot.press("escape")
        assert lesson_screen(app).exercise is view


async def test_a_passed_page_is_marked(tmp_path: Path) -> None:
    course = exercise_course(tmp_path / "course")
    app = exercise_app(tmp_path, course=course, code=RIGHT)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        await pilot.press("n")
        assert lesson_screen(app).marks() == "●●◉"
        assert "✓ passed" in view.words.query_one(".exercise-title").render().plain

    # The exercise is made harder: what was done stays done, and is marked.
    exercise_course_again(tmp_path)
    app = exercise_app(tmp_path, course=course)
    async with app.run_test(size=WIDE) as pilot:
        await at_exercise(pilot)
        await pilot.press("n")
        await pilot.pause()
        assert lesson_screen(app).marks() == "○↻◉"


def exercise_course_again(tmp_path: Path) -> None:
    """The same exercise with another statement."""
    folder = tmp_path / "course" / "first" / "steps" / "exercises" / "descend"
    (folder / "exercise.md").write_text(WORDS.replace("Write `descend", "Now write `descend"))


async def test_the_arrow_keys_open_other_failing_cases(tmp_path: Path) -> None:
    app = exercise_app(tmp_path, code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        cases = view.results.cases
        assert cases.has_focus
        assert [row.opened for row in cases.rows] == [False, True, False, False]
        await pilot.press("down", "enter")
        assert [row.opened for row in cases.rows] == [False, False, True, False]
        assert "Another place" in shown(pilot)
        await pilot.press("enter")
        assert not any(row.opened for row in cases.rows)
        await pilot.press("up", "up", "enter")  # a case that passed has nothing to open
        assert not any(row.opened for row in cases.rows)

        await pilot.click(cases.rows[2].query_one(".case-line"))
        assert cases.rows[2].opened


async def test_hints_come_one_by_one_and_stay(tmp_path: Path) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await at_exercise(pilot)
        await pilot.press("h")
        await pilot.pause()
        assert "Hint 1 of 3" in shown(pilot)
        assert "Hint 2 of 3" not in shown(pilot)
        await pilot.press("h", "h")
        await pilot.pause()
        assert "Hint 3 of 3" in shown(pilot)
        assert "hint" not in {b.binding.action for b in app.screen.active_bindings.values()}
        assert app.progress.help_taken("tiny", "descend").hints == 3

    app = exercise_app(tmp_path, course=app.course)
    async with app.run_test(size=WIDE) as pilot:
        await at_exercise(pilot)
        assert "Hint 3 of 3" in shown(pilot)


async def test_the_solution_is_shown_after_one_confirmation(tmp_path: Path) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, Question)
        await pilot.press("escape")
        await pilot.pause()
        assert not view.words.shows_solution
        assert not app.progress.help_taken("tiny", "descend").seen

        await pilot.press("v")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: view.words.shows_solution, "the solution", 5)
        await pilot.pause()
        assert "param -= lr * param.grad" in shown(pilot)
        assert "solution seen" in shown(pilot)
        assert app.progress.help_taken("tiny", "descend").seen
        assert app.progress.done("tiny", "steps") == {}  # looking is not passing

        await pilot.press("v")  # hides it, and shows it again without a question
        await pilot.pause()
        assert not view.words.shows_solution
        await pilot.press("v")
        await until(pilot, lambda: view.words.shows_solution, "the solution", 5)

    app = exercise_app(tmp_path, course=app.course)
    async with app.run_test(size=WIDE) as pilot:
        await at_exercise(pilot)
        assert "solution seen" in shown(pilot)
        assert "param -= lr" not in shown(pilot)


async def test_back_to_the_starter_loses_nothing(tmp_path: Path) -> None:
    app = exercise_app(tmp_path, code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("u")
        await pilot.pause()
        assert view.code == file_of(tmp_path).read_text() == STARTER
        assert "u once more" in notices(app)
        assert app.progress.attempts("tiny", "descend")[-1].code == UPHILL
        await pilot.press("u")
        await pilot.pause()
        assert view.code == file_of(tmp_path).read_text() == UPHILL
        assert len(app.progress.attempts("tiny", "descend")) == 1  # kept once, not twice
        await pilot.press("u")

    # Another day, u brings it back just the same.
    app = exercise_app(tmp_path, course=app.course)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        assert view.code == STARTER
        await pilot.press("u")
        assert view.code == UPHILL


async def test_u_with_the_starter_alone_says_so(tmp_path: Path) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("u")
        assert view.code == STARTER
        assert "This is the starter" in notices(app)
        assert app.progress.attempts("tiny", "descend") == []


async def test_a_reset_in_the_editor_can_be_undone_there(tmp_path: Path) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await write(pilot, view, RIGHT)
        await pilot.press("escape", "u", "e", "ctrl+z")
        await pilot.pause()
        assert view.code == RIGHT


async def test_a_syntax_error_is_marked_in_place_of_cases(tmp_path: Path) -> None:
    app = exercise_app(tmp_path, code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        await write(pilot, view, BROKEN)
        await check(pilot, view, "ctrl+r")
        assert view.results.fault is not None
        assert not view.results.cases.display
        assert view.editor is not None
        assert view.editor.marked_line == 4
        assert "4✗" in shown(pilot)
        assert "Python can't read line 4" in shown(pilot)

        view.editor.move_cursor((3, 0))
        await pilot.press("x")  # the mark goes when its line is changed
        await pilot.pause()
        assert view.editor.marked_line is None
        assert view.results.old

        await write(pilot, view, RIGHT)
        await check(pilot, view, "ctrl+r")
        assert view.results.fault is None
        assert view.results.cases.display


async def test_the_line_that_raised_is_marked_and_the_cursor_goes_there(tmp_path: Path) -> None:
    app = exercise_app(tmp_path, code=RAISES)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        assert "◂ here" in shown(pilot)
        assert "AttributeError: 'Tensor'" in shown(pilot)  # its traceback is not folded away
        await pilot.press("e")
        await pilot.pause()
        assert view.editor is not None
        assert view.editor.cursor_location == (1, 0)


@pytest.mark.parametrize(
    ("code", "words"), [("", "Your file is empty"), (STARTER, "still raises NotImplementedError")]
)
async def test_a_fault_of_the_whole_file(tmp_path: Path, code: str, words: str) -> None:
    app = exercise_app(tmp_path, code=code)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        assert words in shown(pilot)
        assert not view.results.cases.display


async def test_an_exercise_that_is_broken_is_no_fault_of_the_learner(tmp_path: Path) -> None:
    def broken(_code: str) -> list[protocol.AnyEvent]:
        report = Report("grader", "check.py raised ImportError.")
        return [
            protocol.Judged(1, Verdict("descend", False, fault=report)),
            protocol.Finished(1, "", "done", 0.1),
        ]

    app = exercise_app(tmp_path, engine=ScriptedEngine(judge=broken))
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        assert "This exercise is broken, not your code." in shown(pilot)
