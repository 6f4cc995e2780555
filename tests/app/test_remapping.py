"""Other keys in the running app: pages, fields, editors, dialogs, the bar, the help."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_maker import ScriptedEngine, make_app
from textual.content import Content
from textual.widgets import Input

from tutor.app.dialogs import HelpDialog, ListDialog
from tutor.app.driving import lesson_screen, screen_text, until
from tutor.app.home import HomeScreen
from tutor.app.main import TutorApp

WIDE = (120, 36)


def remapped(tmp_path: Path, toml: str, **options: object) -> TutorApp:
    """The app with this in its settings file."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(toml)
    return make_app(tmp_path, **options)  # type: ignore[arg-type]


def bar(app: TutorApp) -> str:
    return screen_text(app).splitlines()[-1]


def said(app: TutorApp) -> str:
    return "\n".join(note.message for note in app._notifications)


async def test_a_page_turns_with_the_new_keys_and_no_longer_with_the_old(tmp_path: Path) -> None:
    app = remapped(tmp_path, '[keys]\n"lesson.next" = "ö, right"\nlesson.previous = "ä"\n')
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await pilot.press("n", "p")
        assert screen.index == 0
        await pilot.press("ö")
        assert screen.index == 1
        await pilot.press("right")
        assert screen.index == 2
        await pilot.press("ä")
        assert screen.index == 1
        assert " ö next " in bar(app)
        assert "→ next" not in bar(app)  # once is enough
        assert bar(app).index("ä previous") < bar(app).index("contents")  # its place stays
        assert bar(app).rstrip().endswith("? help")
        assert said(app) == ""


async def test_what_shared_a_key_still_has_it(tmp_path: Path) -> None:
    """r runs a cell and checks an exercise: to move one must not take it from the other."""
    app = remapped(tmp_path, '[keys]\n"exercise.check" = "x"\n')
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await screen.show_page(2)
        await pilot.pause()
        await pilot.press("r")
        await until(pilot, lambda: screen._session is not None and screen.session.runs, "a run", 5)
        await until(pilot, lambda: screen.running is None, "its end", 5)


async def test_a_key_that_works_while_typing(tmp_path: Path) -> None:
    engine = ScriptedEngine(endless=True)
    toml = '[keys]\n"edit.run" = "f5"\n"lesson.run_typing" = "f5"\n"lesson.stop" = "ctrl+x"\n'
    app = remapped(tmp_path, toml, engine=engine)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await screen.show_page(2)
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert screen.cell is not None
        assert screen.cell.editor is not None
        before = screen.cell.editor.text
        await pilot.press("ctrl+r")
        assert screen.running is None
        await pilot.press("f5")
        await until(pilot, lambda: screen.running is not None, "the run", 5)
        await pilot.press("ctrl+x")
        await until(pilot, lambda: screen.running is None, "the stop", 5)
        assert screen.cell.editor is None or screen.cell.editor.text == before


async def test_letters_go_into_fields_whatever_they_are_keys_of(tmp_path: Path) -> None:
    app = remapped(tmp_path, '[keys]\n"lesson.down" = "1"\n"lesson.next" = "5"\n')
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await screen.show_page(2)
        await pilot.pause()
        field = screen.query(Input).first()
        field.focus()
        await pilot.pause()
        field.value = ""
        await pilot.press("1", "5")
        assert field.value == "15"
        assert screen.index == 2
        assert " 5 next" not in bar(app)  # it would be a lie now
        assert "f1 help" in bar(app)


async def test_a_widget_in_focus_takes_its_new_keys(tmp_path: Path) -> None:
    app = remapped(tmp_path, '[keys]\n"quiz.down" = "j"\n"quiz.submit" = "ctrl+s"\n')
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await screen.show_page(1)
        await pilot.pause()
        quiz = screen.view.quizzes[0]
        await until(pilot, lambda: quiz.has_focus_within, "the focus", 5)
        before = quiz.answer.cursor
        await pilot.press("j")
        assert quiz.answer.cursor == before + 1
        await pilot.press("down", "enter")
        assert quiz.answer.cursor == before + 1
        assert quiz.judgement is None
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert quiz.judgement is not None


async def test_lists_and_dialogs_too(tmp_path: Path) -> None:
    toml = '[keys]\n"dialog.choose" = "l"\n"dialog.down" = "x"\n"dialog.close" = "Q"\n'
    app = remapped(tmp_path, toml)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        await pilot.press("t")
        await pilot.pause()
        assert "l chooses · Q closes" in screen_text(app)
        await pilot.press("escape", "j")
        assert isinstance(app.screen, ListDialog)
        await pilot.press("x", "l")
        await until(pilot, lambda: screen.index == 1, "the page", 5)
        await pilot.press("t")
        await pilot.pause()
        await pilot.press("Q")
        await pilot.pause()
        assert app.screen is screen


async def test_what_belongs_to_the_app_can_be_moved(tmp_path: Path) -> None:
    app = remapped(tmp_path, '[keys]\n"app.help" = "f2"\n"app.palette" = "ctrl+k"\n')
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.screen is lesson_screen(app)
        assert bar(app).rstrip().endswith("f2 help")
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, HelpDialog)
        await pilot.press("escape")
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert app.screen is lesson_screen(app)
        await pilot.press("ctrl+k")
        await pilot.pause()
        assert "CommandPalette" in type(app.screen).__name__


async def test_help_and_sentences_name_the_keys_that_are_set(tmp_path: Path) -> None:
    app = remapped(tmp_path, '[keys]\n"lesson.next" = "ö"\n"lesson.home" = "pgdn"\n'
                   '"lesson.pagedown" = "ctrl+f"\n')  # fmt: skip
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpDialog)
        assert "`ö` and `p` turn pages" in app.screen.markdown
        assert "[[" not in app.screen.markdown
        lines = app.screen.places["On a page"]
        assert ("ö", "next", "lesson.next") in lines
        await pilot.press("escape")
        for _ in range(4):
            await pilot.press("ö")
        await pilot.pause()
        assert "page down goes back to the map" in said(app)


async def test_a_key_like_a_bracket_is_said_as_it_is(tmp_path: Path) -> None:
    app = remapped(tmp_path, '[keys]\n"lesson.home" = "["\n')
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        for _ in range(4):
            await pilot.press("n")
        await until(pilot, lambda: said(app) != "", "the notice", 5)
        assert Content.from_markup(said(app)).plain.startswith(
            "That was the last page. [ goes back"
        )


@pytest.mark.parametrize("key", ["r", "z"])
async def test_a_click_in_the_bar_presses_the_new_key(tmp_path: Path, key: str) -> None:
    toml = '[keys]\n"home.quit" = "x"\n' + f'"home.graders" = "{key}"\n'
    app = remapped(tmp_path, toml, start=None)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "the map", 5)
        await pilot.pause()
        at = bar(app).index(f"{key} graders")
        await pilot.click(offset=(at + 2, 35))
        await until(pilot, lambda: "GradersScreen" in type(app.screen).__name__, "the scores", 5)


async def test_what_is_wrong_is_told_once_and_the_app_opens(tmp_path: Path) -> None:
    toml = '[keys]\n"lesson.next" = "t"\n"lesson.nxt" = "x"\n"lesson.stop" = "x"\n'
    app = remapped(tmp_path, toml)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: said(app) != "", "the notice", 5)
        assert "settings.toml, line 2: lesson.next: “t” is the key of lesson.contents" in said(app)
        assert "line 3: lesson.nxt: there is no action “lesson.nxt”. Did you mean" in said(app)
        assert "1 more: , shows the settings." in said(app)
        await pilot.press("n")
        assert lesson_screen(app).index == 1


async def test_the_palette_lists_each_command_once_and_finds_themes(tmp_path: Path) -> None:
    app = remapped(tmp_path, '[keys]\n"lesson.next" = "ö"\n')
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        commands = list(app.get_system_commands(app.screen))
        titles = [command.title for command in commands]
        for title in ("Help", "Quit", "Glossary", "Settings", "Keys"):
            assert titles.count(title) == 1
        assert any("theme" in title and "Colours" in title for title in titles)
        (turn,) = (command for command in commands if command.title == "Next")
        assert turn.help == "Key: ö"
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"theme")
        await until(pilot, lambda: "Colours: choose a theme" in screen_text(app), "Colours", 5)
