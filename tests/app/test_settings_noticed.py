"""The settings file beside the app: where it isn't, is broken, or is saved by another editor."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from course_maker import make_app
from settings_steps import app_with, file_of, opened, said

from tutor.app import settings as settings_module
from tutor.app.driving import lesson_screen, screen_text, until


async def test_without_a_file_nothing_is_made(tmp_path: Path) -> None:
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "escape")
        await pilot.pause()
    assert not file_of(tmp_path).exists()


async def test_the_theme_moves_over_from_the_progress_file(tmp_path: Path) -> None:
    app = make_app(tmp_path, start=None, theme="ansi-light")
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == "ansi-light"
        await until(pilot, lambda: not app.progress.setting("theme"), "the move", 5)
    assert 'theme = "ansi-light"' in file_of(tmp_path).read_text()


async def test_a_theme_of_the_file_wins_over_the_old_place(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    file_of(tmp_path).write_text('theme = "tutor-light"\n')
    app = make_app(tmp_path, start=None, theme="ansi-light")
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == "tutor-light"
        await until(pilot, lambda: not app.progress.setting("theme"), "the move", 5)
    assert file_of(tmp_path).read_text() == 'theme = "tutor-light"\n'


async def test_a_theme_chosen_in_the_palette_is_kept(tmp_path: Path) -> None:
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.theme = "nord"
        await until(pilot, lambda: app.settings.theme == "nord", "the setting", 5)
    assert 'theme = "nord"' in file_of(tmp_path).read_text()


async def test_a_theme_that_there_is_not_is_told(tmp_path: Path) -> None:
    app = app_with(tmp_path, 'theme = "tutor-drak"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "there is no theme “tutor-drak”" in said(app), "it", 5)
        assert "settings.toml, line 1" in said(app)
        assert "Did you mean tutor-dark?" in said(app)
        assert app.theme == "tutor-dark"
    assert file_of(tmp_path).read_text() == 'theme = "tutor-drak"\n'


async def test_a_broken_file_is_told_and_never_written(tmp_path: Path) -> None:
    text = 'theme = "ansi-dark\nmarkers = "dot"\n'
    app = app_with(tmp_path, text)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "not TOML" in said(app), "the notice", 5)
        assert app.theme == "tutor-dark"
        await opened(pilot, "markers")
        await pilot.press("right")
        assert app.markers == "dot"  # all the same
        assert "What you changed holds until you leave Tutor." in said(app)
        assert "not TOML" in screen_text(app)
    assert file_of(tmp_path).read_text() == text


async def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    app = app_with(tmp_path)
    app.settings_file.path = tmp_path / "course" / "course.yml" / "settings.toml"
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "bell")
        await pilot.press("enter")
        assert app.settings.bell
        assert "could not be saved" in said(app)
        await pilot.press("up", "right")
        assert not app.settings.motion
        assert app.settings.bell


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is looked at more often than one would."""
    monkeypatch.setattr(settings_module, "LOOKED_AT", 0.05)
    monkeypatch.setattr(settings_module, "SETTLED", 0.02)


@pytest.mark.usefixtures("impatient")
async def test_what_another_editor_saves_holds_at_once(tmp_path: Path) -> None:
    app = app_with(tmp_path, start="downhill")
    seen = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.settings_changed.subscribe(app.screen, lambda now: seen.append(now.markers))
        other = tmp_path / "new"
        other.write_text('theme = "ansi-dark"\nmarkers = "dot"\n[keys]\nlesson.next = "x"\n')
        other.replace(file_of(tmp_path))
        await until(pilot, lambda: app.theme == "ansi-dark", "the theme", 5)
        await until(pilot, lambda: "settings.toml was saved" in said(app), "the notice", 5)
        assert seen == ["dot"]
        await pilot.press("x")
        assert lesson_screen(app).index == 1
        file_of(tmp_path).unlink()
        await until(pilot, lambda: app.theme == "tutor-dark", "the defaults", 5)
        assert app.own_keys == {}


@pytest.mark.usefixtures("impatient")
async def test_a_file_that_breaks_meanwhile_changes_nothing(tmp_path: Path) -> None:
    app = app_with(tmp_path, 'markers = "dot"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        file_of(tmp_path).write_text('markers = "ascii\n')
        await until(pilot, lambda: "not TOML" in said(app), "the notice", 5)
        assert app.markers == "dot"
        file_of(tmp_path).write_text('markers = "ascii"\n')
        await until(pilot, lambda: app.markers == "ascii", "the mended file", 5)
        assert app.setting_faults == ()


@pytest.mark.usefixtures("impatient")
async def test_only_what_is_in_the_file_now_is_said_to_be_wrong(tmp_path: Path) -> None:
    app = app_with(tmp_path, '[keys]\n"lesson.nxt" = "z"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "lesson.nxt" in said(app), "the notice", 5)
        file_of(tmp_path).write_text('markers = "ascii\n')
        await until(pilot, lambda: "not TOML" in said(app), "the notice", 5)
        assert [fault.line for fault in app.setting_faults] == [1]
        app.change_setting("motion", False)  # which holds, but can't be written
        assert [fault.line for fault in app.setting_faults] == [1]


@pytest.mark.usefixtures("impatient")
async def test_our_own_writing_is_no_news(tmp_path: Path) -> None:
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "bell")
        await pilot.press("enter")
        await asyncio.sleep(0.2)
        await pilot.pause()
        assert "was saved" not in said(app)
        assert app.settings.bell
