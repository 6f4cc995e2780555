"""The learner's file: saved as one types, saved from outside, left in the middle, come back to."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from course_maker import ScriptedEngine
from exercise_maker import (
    RIGHT,
    STARTER,
    UPHILL,
    exercise_app,
    file_of,
    judge,
    notices,
    write_file,
)
from exercise_steps import at_exercise, check, shown, write

from tutor.app import own_editor
from tutor.app.driving import lesson_screen, until
from tutor.progress import NotSaved

WIDE = (120, 36)


async def test_the_file_is_made_when_the_page_is_shown(tmp_path: Path) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert not file_of(tmp_path).exists()
        await at_exercise(pilot)
        assert file_of(tmp_path).read_text() == STARTER


async def test_typing_is_saved_as_one_types_and_starts_no_check(tmp_path: Path) -> None:
    engine = ScriptedEngine(judge=judge)
    app = exercise_app(tmp_path, engine=engine)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await write(pilot, view, RIGHT)
        await until(pilot, lambda: file_of(tmp_path).read_text() == RIGHT, "the save", 5)
        await pilot.pause(0.5)  # the watcher has seen it by then
        assert engine.checks.checked == []


@pytest.mark.parametrize("leave", ["escape", "turn", "home", "quit"])
async def test_leaving_saves_at_once(tmp_path: Path, leave: str) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await write(pilot, view, UPHILL)
        screen = lesson_screen(app)
        if leave == "escape":
            await pilot.press("escape")
        elif leave == "turn":
            await screen.show_page(0)
        elif leave == "home":
            screen.action_home()
        else:
            app.exit()
            await pilot.pause()
        if leave != "quit":
            assert file_of(tmp_path).read_text() == UPHILL
    assert file_of(tmp_path).read_text() == UPHILL


async def test_a_save_in_another_editor_checks(tmp_path: Path) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.pause(0.3)  # the watcher begins
        write_file(tmp_path, UPHILL)
        await until(pilot, lambda: view.verdict is not None, "the verdict", 5)
        assert view.code == UPHILL
        write_file(tmp_path, RIGHT)
        await until(pilot, lambda: view.passed, "the verdict", 5)
        assert view.code == RIGHT
        # The same text saved again is a wish for a check too.
        rounds = view.rounds
        write_file(tmp_path, RIGHT)
        await until(pilot, lambda: view.rounds > rounds, "another check", 5)


async def test_what_was_being_typed_when_another_editor_saves_is_kept(tmp_path: Path) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await write(pilot, view, "half of")
        write_file(tmp_path, RIGHT)  # before the half was saved
        screen = lesson_screen(app)
        await screen.take_news(view)
        await until(pilot, lambda: view.passed, "the verdict", 5)
        codes = [attempt.code for attempt in app.progress.attempts("tiny", "descend")]
        assert codes == ["half of", RIGHT]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert view.code == "half of"


async def test_left_in_the_middle_and_back_in_the_same_app(tmp_path: Path) -> None:
    app = exercise_app(tmp_path, code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await check(pilot, view)
        await write(pilot, view, RIGHT)
        await pilot.press("escape", "n", "q")
        await pilot.pause()
        app.open_lesson("steps")
        await pilot.pause()
        again = await at_exercise(pilot)
        assert again is view
        assert view.code == RIGHT
        assert view.results.old
        await pilot.press("e", "ctrl+z")
        await pilot.pause()
        assert view.code != RIGHT  # undo reaches back beyond the visit elsewhere


async def test_left_in_the_middle_and_back_another_day(tmp_path: Path) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await write(pilot, view, UPHILL)
        await check(pilot, view, "ctrl+r")
        await pilot.press("escape", "h")

    app = exercise_app(tmp_path, course=app.course)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        assert view.code == UPHILL
        assert "2 of 4 passed" in shown(pilot)
        assert "params[1][2]" in shown(pilot)
        assert "Hint 1 of 3" in shown(pilot)
        assert not view.results.old
        await write(pilot, view, RIGHT)
        await pilot.press("escape")

    app = exercise_app(tmp_path, course=app.course)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        assert view.code == RIGHT
        assert "Of your last check; the code has changed since." in shown(pilot)


async def test_a_file_that_is_no_text_is_a_fault_until_it_is_mended(tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir(parents=True)
    file_of(tmp_path).write_bytes(b"def f():\n    return '\xff\xfe'\n")
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        assert "isn't UTF-8" in shown(pilot)
        await pilot.press("r")
        await pilot.pause()
        assert "isn't UTF-8" in shown(pilot)
        write_file(tmp_path, RIGHT)
        await pilot.press("r")
        await until(pilot, lambda: view.passed, "the verdict", 5)


async def test_a_file_that_was_removed_is_written_again(tmp_path: Path) -> None:
    app = exercise_app(tmp_path, code=RIGHT)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        file_of(tmp_path).unlink()
        await check(pilot, view)
        assert view.passed
        await until(pilot, file_of(tmp_path).exists, "the file", 5)
        assert file_of(tmp_path).read_text() == RIGHT


async def test_a_file_that_cannot_be_saved_is_said_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)

        def full(*_: object) -> None:
            raise NotSaved("descend.py could not be saved: the disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr(app.workspace, "write", full)
            await write(pilot, view, UPHILL)
            await until(pilot, lambda: "the disk is full" in notices(app), "the notice", 5)
            assert "not saved" in shown(pilot)
            await pilot.press("escape")
        assert view.code == UPHILL
        assert app.progress.attempts("tiny", "descend")[-1].code == UPHILL
        await lesson_screen(app).show_page(0)  # the disk has room again
        assert file_of(tmp_path).read_text() == UPHILL


async def test_the_own_editor_opens_the_file_and_what_it_saves_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = exercise_app(tmp_path)
    opened: list[Path] = []

    async def edit(_app: object, path: Path) -> str | None:
        opened.append(path)
        await asyncio.to_thread(path.write_text, RIGHT)
        return None

    monkeypatch.setattr(own_editor, "open_in_editor", edit)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("o")
        await until(pilot, lambda: view.passed, "the verdict", 5)
        assert opened == [file_of(tmp_path)]
        assert view.code == RIGHT


async def test_no_own_editor_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_editor, "command", lambda **_: None)
    app = exercise_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await at_exercise(pilot)
        await pilot.press("o")
        await until(pilot, lambda: "No editor was found" in notices(app), "the notice", 5)


async def test_the_app_may_be_left_while_a_check_goes_on(tmp_path: Path) -> None:
    engine = ScriptedEngine(judge=judge, endless=True)
    app = exercise_app(tmp_path, engine=engine, code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("r")
        await until(pilot, lambda: view.checking, "the check", 5)
    assert app.return_code in (0, None)
    assert engine.checks.running is False


async def test_a_check_goes_on_while_one_reads_elsewhere(tmp_path: Path) -> None:
    engine = ScriptedEngine(judge=judge, endless=True)
    app = exercise_app(tmp_path, engine=engine, code=UPHILL)
    async with app.run_test(size=WIDE) as pilot:
        view = await at_exercise(pilot)
        await pilot.press("r")
        await until(pilot, lambda: view.results.cases.first_failing, "the first failure", 5)
        await pilot.press("p", "q")
        await pilot.pause()
        assert view.checking
        app.open_lesson("steps")
        await pilot.pause()
        await pilot.press("escape")  # from another page of the lesson
        await until(pilot, lambda: not view.checking, "the stop", 5)
