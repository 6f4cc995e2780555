"""The settings: the screen, what takes effect at once, the file beside another editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_maker import ScriptedEngine, make_app, write_course
from settings_steps import FAULTY, SnapCompare, app_with, file_of, opened, said
from textual.pilot import Pilot
from textual.widgets import Input

from tutor.app.dialogs import LineDialog, ListDialog
from tutor.app.driving import lesson_screen, screen_text, until
from tutor.app.home import HomeScreen
from tutor.app.keys_screen import KeyDialog, KeyList, KeysScreen
from tutor.app.main import TutorApp
from tutor.progress import Progress

# --- the screen -------------------------------------------------------------------------------


async def test_values_change_with_arrows_and_stand_in_the_file(tmp_path: Path) -> None:
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("right")
        assert app.theme == app.settings.theme == "tutor-light"
        await pilot.press("j", "l")
        assert app.markers == "dot"
        await pilot.press("down", "left")
        assert app.settings.motion is False
        assert app.animation_level == "none"
        await pilot.press("down", "enter")
        assert app.settings.bell is True
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
    text = file_of(tmp_path).read_text()
    for line in ('theme = "tutor-light"', 'markers = "dot"', "motion = false", "bell = true"):
        assert line in text
    assert text.startswith("# What is set in Tutor")


async def test_the_default_comes_back(tmp_path: Path) -> None:
    app = app_with(tmp_path, 'markers = "ascii"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "markers")
        assert app.has_class("-plain")
        await pilot.press("u")
        assert app.markers == "braille"
        assert not app.has_class("-plain")


async def test_the_mouse_does_it_all(tmp_path: Path) -> None:
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        row = await opened(pilot, "markers")
        lines = screen_text(app).splitlines()
        y = row.region.y
        await pilot.click(offset=(lines[y].index("▸"), y))
        assert app.markers == "dot"
        lines = screen_text(app).splitlines()
        await pilot.click(offset=(lines[y].index("◂"), y))
        assert app.markers == "braille"
        await pilot.click(offset=(lines[y].index("◂") + 3, y))
        await until(pilot, lambda: isinstance(app.screen, ListDialog), "the list", 5)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.markers == "ascii", "the choice", 5)


async def test_a_plain_screen_draws_letters_only(tmp_path: Path) -> None:
    app = app_with(tmp_path, 'markers = "ascii"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(app.home.entries), "the lessons", 5)
        assert "* Downhill" in screen_text(app) or ". Downhill" in screen_text(app)
        await opened(pilot)
        text = screen_text(app)
        assert "< tutor-dark >" in text
        assert text.isascii()
        await pilot.press("question_mark")
        await pilot.pause()
        assert "+--" in screen_text(app)


async def test_the_editor_is_typed(tmp_path: Path) -> None:
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "editor")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LineDialog), "the field", 5)
        await pilot.press(*"ed -x")
        assert app.screen.query_one(Input).value == "ed -x"
        await pilot.press("enter")
        await until(pilot, lambda: app.settings.editor == "ed -x", "the setting", 5)
        await pilot.pause()
        assert "ed -x" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LineDialog), "the field", 5)
        await pilot.press("x", "escape")
        await pilot.pause()
        assert app.settings.editor == "ed -x"


async def test_a_device_that_was_given_wins_and_says_so(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path / "home")
    course = write_course(tmp_path / "course")
    app = TutorApp(course, progress=progress, engine=ScriptedEngine(), device="cuda:1")  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "device")
        assert "This time it is cuda:1, from --device" in screen_text(app)
        await pilot.press("right")
        assert app.settings.device == "cpu"
        assert app.device == "cuda:1"


class Movable(ScriptedEngine):
    """An engine that notes which device it is to use."""

    used: str | None = ""

    async def use(self, device: str | None) -> None:
        self.used = device


async def test_a_device_is_used_from_the_next_run_on(tmp_path: Path) -> None:
    engine = Movable()
    app = make_app(tmp_path, engine=engine, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "device")
        await pilot.press("right")
        await until(pilot, lambda: engine.used == "cpu", "the engine to know", 5)
        assert "Code runs on cpu from the next run on" in said(app)
        await pilot.press("left")
        await until(pilot, lambda: engine.used is None, "the engine to know", 5)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_settings_by_sight(
    snap_compare: SnapCompare,
    tmp_path: Path,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EDITOR", "vi")
    app = app_with(tmp_path, FAULTY)
    path = "~/.local/share/tutor-dl/settings.toml"
    monkeypatch.setattr("tutor.app.setting_rows._file", lambda _app: path)

    async def before(pilot: Pilot[None]) -> None:
        app.clear_notifications()
        await opened(pilot, "markers")
        app.clear_notifications()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)


# --- keys -------------------------------------------------------------------------------------


async def keys_opened(pilot: Pilot[None], look: str = "") -> KeysScreen:
    await pilot.pause()
    await pilot.press("K")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, KeysScreen)
    if look:
        await pilot.press("slash", *look, "enter")
        await pilot.pause()
    return screen


async def test_a_key_is_given_by_pressing_it(tmp_path: Path) -> None:
    app = app_with(tmp_path, start="downhill")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await keys_opened(pilot, "lesson.next")
        assert screen.query_one(KeyList).has_focus
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, KeyDialog), "the question", 5)
        await pilot.press("t")
        await pilot.pause()
        assert "“t” is the key of lesson.contents (contents) there." in screen_text(app)
        await pilot.press("ö")
        await until(pilot, lambda: app.screen is screen, "the list", 5)
        assert app.own_keys == {"lesson.next": ("ö",)}
        assert "* ö" in screen_text(app)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is lesson_screen(app), "the page", 5)
        await pilot.press("ö")
        assert lesson_screen(app).index == 1
    assert '"lesson.next" = "ö"' in file_of(tmp_path).read_text()


async def test_its_own_key_comes_back(tmp_path: Path) -> None:
    app = app_with(tmp_path, FAULTY, start="downhill")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys_opened(pilot, "lesson.next")
        await pilot.press("u")
        await pilot.pause()
        assert app.own_keys == {}
        assert "ö" not in screen_text(app)
    text = file_of(tmp_path).read_text()
    assert "lesson.next" not in text
    assert "# a comment that stays" in text
    assert '"lesson.stop" = "x"' in text


async def test_to_give_a_key_that_it_has_by_itself_changes_nothing(tmp_path: Path) -> None:
    app = app_with(tmp_path, start="downhill")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys_opened(pilot, "lesson.next")
        await pilot.press("enter", "n")
        await pilot.pause()
        assert app.own_keys == {}
    assert not file_of(tmp_path).exists()


@pytest.mark.parametrize("size", [(80, 24), (40, 16)])
def test_the_keys_by_sight(
    snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]
) -> None:
    app = app_with(tmp_path, '[keys]\n"app.help" = "F2"\n')

    async def before(pilot: Pilot[None]) -> None:
        await keys_opened(pilot)
        await pilot.press("slash", *"app.")
        await pilot.press("enter")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)
