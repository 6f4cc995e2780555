"""The map: what it shows, and lessons whose files need mending."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from course_maker import ScriptedEngine, lesson_text, make_app, write_course
from rich.cells import cell_len
from textual.widgets import OptionList

from tutor.app.dialogs import TextDialog
from tutor.app.driving import lesson_screen, screen_text, until
from tutor.app.home import HomeScreen
from tutor.app.main import TutorApp
from tutor.course.reader import Reading
from tutor.progress import Progress


def home(app: TutorApp) -> HomeScreen:
    assert isinstance(app.screen, HomeScreen)
    return app.screen


async def test_the_map_lists_lessons_with_what_is_done(tmp_path: Path) -> None:
    app = make_app(tmp_path, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: home(app).entries, "the lessons", 5)
        text = screen_text(app)
        assert "A tiny course" in text
        assert "○ Downhill" in text
        assert "0/3" in text


async def test_facts_stand_in_columns_where_there_is_room(tmp_path: Path) -> None:
    longer = lesson_text().replace("# Downhill", "# Downhill in 长 steps")
    course = write_course(tmp_path / "course", one=lesson_text(), two=longer)
    app = make_app(tmp_path, start=None, course=course)

    def ends_of_titles() -> set[int]:
        return {cell_len(line[: line.index("0/3")]) for line in screen_text(app).split("\n")
                if "0/3" in line}  # fmt: skip

    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(home(app).entries) == 2, "the lessons", 5)
        assert len(ends_of_titles()) == 1
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert len(ends_of_titles()) == 2
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert len(ends_of_titles()) == 1


async def test_what_takes_long_to_read_comes_bit_by_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = write_course(tmp_path / "course", one=lesson_text(), two=lesson_text())
    app = make_app(tmp_path, start=None, course=course)
    read, go_on = app.readings.read, threading.Event()

    def slowly(path: Path) -> Reading:
        if path == course.path_of("two"):
            go_on.wait(5)
        return read(path)

    monkeypatch.setattr(app.readings, "read", slowly)
    monkeypatch.setattr("tutor.app.home.BIT", 0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: home(app).entries, "the first lesson", 5)
        assert "○ Downhill" in screen_text(app)
        assert "… Two" in screen_text(app)
        go_on.set()
        await until(pilot, lambda: "two" in home(app).entries, "the second lesson", 5)
        assert "…" not in screen_text(app)


async def test_a_malformed_lesson_says_what_is_wrong_and_the_others_open(tmp_path: Path) -> None:
    course = write_course(
        tmp_path / "course", broken="# Half\n\n```{code-cell}", good=lesson_text()
    )
    app = make_app(tmp_path, start=None, course=course)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: home(app).entries, "the lessons", 5)
        assert "✗" in screen_text(app)
        app.open_lesson("broken")
        await pilot.pause()
        assert isinstance(app.screen, TextDialog)
        assert "lesson.md:" in app.screen.markdown
        await pilot.press("escape")
        app.open_lesson("good")
        await pilot.pause()
        assert lesson_screen(app).lesson.name == "good"


async def test_going_on_is_the_first_line_once_there_is_a_place(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("n", "q")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "the map", 5)
        assert "Go on: Downhill" in screen_text(app)
        choices = app.screen.query_one(OptionList)
        choices.highlighted = 0
        await pilot.press("enter")
        await pilot.pause()
        assert lesson_screen(app).index == 1


async def test_a_notice_of_the_progress_file_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "progress.db").write_bytes(b"this is no database at all" * 100)
    course = write_course(tmp_path / "course")
    progress = Progress.open(folder)
    app = TutorApp(course, progress=progress, engine=ScriptedEngine())  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "progress" in screen_text(app)
        assert list(folder.glob("progress.corrupt-*"))


async def test_what_goes_wrong_with_the_file_later_is_told_too(tmp_path: Path) -> None:
    app = make_app(tmp_path, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.progress.on_notice is not None
        app.progress.on_notice("The disk is full.")
        await pilot.pause()
        assert any(note.message == "The disk is full." for note in app._notifications)
    assert app.progress.on_notice is None


async def test_the_palette_opens_lessons(tmp_path: Path) -> None:
    app = make_app(tmp_path, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "Lesson: downhill" in titles
        await pilot.press("ctrl+p")
        await pilot.pause()
        for key in "downhill":
            await pilot.press(key)
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, HomeScreen), "the lesson", 5)
        await pilot.pause(0.3)
        assert lesson_screen(app).lesson.name == "downhill"
