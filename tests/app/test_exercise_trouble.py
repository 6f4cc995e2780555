"""An exercise page that is stopped, unreadable, long, or busy elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_maker import ScriptedEngine
from exercise_maker import (
    REFERENCE,
    RIGHT,
    UPHILL,
    exercise_app,
    exercise_course,
    judge,
)
from exercise_steps import at_exercise, check, shown, write

from tutor.app.driving import lesson_screen, until
from tutor.engine import protocol
from tutor.engine.verdicts import CaseResult, Report, Verdict
from tutor.progress import Progress

WIDE, NARROW = (120, 36), (80, 24)


async def test_without_a_process_it_says_so_and_the_keys_still_work(tmp_path: Path) -> None:
    died = protocol.Died(1, "It was killed.", "Close other programs.")
    ending = protocol.Finished(1, "", "died", 0.1)
    app = exercise_app(tmp_path, engine=ScriptedEngine(judge=lambda _: [died, ending]))
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        assert "Not checked. It was killed. Close other programs." in shown(pilot)
        assert app.progress.attempts("tiny", "descend") == []
        await check(pilot, view)


async def test_a_paused_check_says_what_runs_first(tmp_path: Path) -> None:
    def waiting(code: str) -> list[protocol.AnyEvent]:
        listed, *rest = judge(code)
        return [listed, protocol.Paused(1, "train"), *rest]

    app = exercise_app(tmp_path, engine=ScriptedEngine(judge=waiting, endless=True), code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("r")
        await until(pilot, lambda: "Paused: train runs first." in shown(pilot), "the words", 5)
        await view.apply(protocol.Resumed(1, 2.0))
        await until(pilot, lambda: "Paused" not in shown(pilot), "other words", 5)
        await pilot.press("escape")
        await until(pilot, lambda: not view.checking, "the stop", 5)


@pytest.mark.parametrize("key", ["escape", "ctrl+g"])
async def test_a_check_can_be_stopped(tmp_path: Path, key: str) -> None:
    app = exercise_app(tmp_path, engine=ScriptedEngine(judge=judge, endless=True), code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("r")
        await until(pilot, lambda: view.results.cases.first_failing, "the first failure", 5)
        assert view.checking
        assert "stop" in {b.binding.action for b in app.screen.active_bindings.values()}
        await pilot.press(key)
        await until(pilot, lambda: not view.checking, "the stop", 5)
        await pilot.pause()
        assert "Stopped." in shown(pilot)
        assert app.progress.attempts("tiny", "descend") == []
        assert view.results.cases.first_failing is not None  # what was found is still to be read


async def test_a_newer_check_takes_the_place_of_an_older(tmp_path: Path) -> None:
    engine = ScriptedEngine(judge=judge, endless=True)
    app = exercise_app(tmp_path, engine=engine, code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("r")
        await until(pilot, lambda: view.results.cases.first_failing, "the first failure", 5)
        engine.checks.endless = False
        await write(pilot, view, RIGHT)
        await check(pilot, view, "ctrl+r")
        assert view.verdict is not None
        assert view.verdict.passed
        assert engine.checks.checked == [UPHILL, RIGHT]
        assert len(app.progress.attempts("tiny", "descend")) == 1


async def test_a_cell_runs_on_while_an_exercise_is_checked(tmp_path: Path) -> None:
    engine = ScriptedEngine(judge=judge, endless=True)
    app = exercise_app(tmp_path, engine=engine, code=RIGHT)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("n", "r")
        screen = lesson_screen(app)
        await until(pilot, lambda: screen.running is not None, "the cell", 5)
        engine.checks.endless = False
        await pilot.press("p")
        await check(pilot, view)
        assert view.verdict is not None
        assert screen.running is not None
        await pilot.press("escape")  # nothing is checked any more: it stops the cell
        await until(pilot, lambda: screen.running is None, "the stop", 5)


async def test_an_exercise_that_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    course = exercise_course(tmp_path / "course", words="# No hints\n\nDo it.\n")
    app = exercise_app(tmp_path, course=course)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await lesson_screen(app).show_page(1)
        await pilot.pause()
        await pilot.pause()
        assert "can't be opened" in shown(pilot)
        assert "provides no names" in shown(pilot)
        await pilot.press("r", "e", "h", "v", "u", "o")  # none of them does anything
        assert lesson_screen(app).exercise is None


async def test_help_and_copy_speak_of_the_exercise(tmp_path: Path) -> None:
    app = exercise_app(tmp_path, code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        await pilot.press("y")
        assert app.clipboard == UPHILL
        text = lesson_screen(app).view.as_text()
        assert "Exercise: One step of gradient descent" in text
        assert "Your code (descend.py)" in text
        assert "✗ Two parameters of different shape" in text
        assert "expected: -0.1374" in text
        assert REFERENCE.splitlines()[-1].strip() not in text
        await pilot.press("question_mark")
        await pilot.pause()
        assert "The cases" in shown(pilot)


async def test_it_is_made_ready_when_it_is_shown(tmp_path: Path) -> None:
    engine = ScriptedEngine(judge=judge)
    app = exercise_app(tmp_path, engine=engine)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert engine.checks.prepared == []
        await at_exercise(pilot)
        assert engine.checks.prepared == ["descend"]


async def test_progress_that_is_kept_in_memory_only(tmp_path: Path) -> None:
    app = exercise_app(tmp_path, code=RIGHT)
    app.progress = Progress.in_memory()
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        assert view.passed


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_report_comes_into_view(tmp_path: Path, size: tuple[int, int]) -> None:
    app = exercise_app(tmp_path, code=UPHILL)
    async with app.run_test(size=size) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        await pilot.pause(0.1)
        assert "2 of 4 passed" in shown(pilot)
        assert "got       -0.0374" in shown(pilot)
        await write(pilot, view, RIGHT)
        await check(pilot, view, "ctrl+r")
        await pilot.pause(0.1)
        assert "✓ Passed: 4 of 4, 0.03 s.  v shows" in shown(pilot)


async def test_a_learner_who_scrolls_during_a_check_stays_there(tmp_path: Path) -> None:
    engine = ScriptedEngine(judge=judge, endless=True)
    app = exercise_app(tmp_path, engine=engine, code=UPHILL)
    async with app.run_test(size=NARROW) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("r")
        await until(pilot, lambda: view.results.cases.first_failing, "the first failure", 5)
        await pilot.pause(0.1)
        page = lesson_screen(app).view
        assert page.scroll_y > 0
        page.scroll_home(animate=False)
        await pilot.pause()
        (judged,) = [e for e in judge(UPHILL) if isinstance(e, protocol.Judged)]
        await view.apply(judged)
        await pilot.pause(0.1)
        assert page.scroll_y == 0


async def test_long_output_does_not_push_the_code_away(tmp_path: Path) -> None:
    def chatty(code: str) -> list[protocol.AnyEvent]:
        report = Report("differs", "No.", printed="line\n" * 500)
        case = CaseResult("one", "One", False, report=report)
        verdict = Verdict("descend", False, [case])
        return [protocol.Judged(1, verdict), protocol.Finished(1, "", "done", 0.1)]

    long = UPHILL + "\n# more\n" * 60
    app = exercise_app(tmp_path, engine=ScriptedEngine(judge=chatty), code=long)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        assert "import torch" in shown(pilot)
        assert "460 lines above" in shown(pilot) or view.results.max_scroll_y > 0
        assert "workspace/descend.py" in shown(pilot)
        assert view.query_one(".exercise-code").size.height < 20
        await pilot.press("e")
        await pilot.pause()
        assert view.editor is not None
        assert view.editor.size.height < 20
        assert view.results.size.height > 10
