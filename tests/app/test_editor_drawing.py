"""What an editor shows: brackets that belong together, lines with errors, colours; and how fast."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from one_editor import OneEditor, editing, typed
from textual.pilot import Pilot
from textual.widgets import TextArea

from tutor.app import keys
from tutor.app.editor import MARK, Editor

# --- brackets that belong together, and lines with errors -------------------------------------


async def test_the_other_half_is_shown() -> None:
    async with editing("f|(')', [1])  # )") as (pilot, editor):
        assert editor.matching_bracket_location == (0, 10)
        await pilot.press(*["right"] * 9)
        assert editor.cursor_location == (0, 10)
        assert editor.matching_bracket_location == (0, 1)
        editor.move_cursor((0, 3))  # in the string
        assert editor.matching_bracket_location is None
        editor.move_cursor((0, 15))  # in the comment
        assert editor.matching_bracket_location is None


def gutter(editor: Editor, row: int) -> str:
    return editor.render_line(row).text[: editor.gutter_width]


async def test_a_marked_line_has_a_sign_and_a_colour() -> None:
    async with editing("a\nb\nc|\nd") as (pilot, editor):
        plain = editor.render_line(1)
        editor.mark_line(2)
        await pilot.pause()
        assert editor.marked_line == 2
        assert gutter(editor, 1) == f"2{MARK} "[: editor.gutter_width].rjust(editor.gutter_width)
        marked = editor.render_line(1)
        assert marked.text.replace(MARK, " ") == plain.text
        assert marked.cell_length == plain.cell_length
        backs = {segment.style.bgcolor for segment in marked if segment.style is not None}
        assert len(backs) == 1
        assert backs != {s.style.bgcolor for s in plain if s.style is not None}
        assert MARK not in gutter(editor, 0) + gutter(editor, 2)
        editor.mark_line(None)
        assert editor.render_line(1) == plain
        for theme in ("tutor-light", "ansi-dark"):
            pilot.app.theme = theme
            await pilot.pause()
            editor.mark_line(2)
            assert MARK in gutter(editor, 1)


async def test_a_mark_moves_with_its_line_and_goes_when_it_is_changed() -> None:
    async with editing("a\nb\nc|\nd") as (pilot, editor):
        editor.mark_line(3)
        editor.move_cursor((0, 1))
        await pilot.press("enter", "x", "enter")
        assert editor.marked_line == 5
        assert MARK in gutter(editor, 4)
        await pilot.press("ctrl+shift+k")  # the empty line
        assert editor.marked_line == 4
        editor.move_cursor((4, 0))
        await pilot.press("y")  # below
        assert editor.marked_line == 4
        editor.move_cursor((3, 1))
        await pilot.press("y")
        assert editor.marked_line is None
        assert all(MARK not in gutter(editor, row) for row in range(5))
        editor.mark_line(1)
        await pilot.press("ctrl+z")
        assert editor.marked_line is None


async def test_a_mark_beyond_the_text_is_not_seen() -> None:
    async with editing("a\nb|") as (_, editor):
        for line in (0, -1, 99):
            editor.mark_line(line)
            assert all(MARK not in gutter(editor, row) for row in range(4))


async def test_the_help_names_the_keys() -> None:
    async with editing("a|") as (_, editor):
        said = keys.fill(editor, Editor.HELP)
    for key in ("ctrl+/", "ctrl+t", "shift+tab", "ctrl+z", "home", "ctrl+r", "escape"):
        assert f"`{key}`" in said


# --- how fast ---------------------------------------------------------------------------------


def long_code() -> str:
    lines = Path(__file__).read_text().splitlines()
    return "\n".join((lines * 2)[:300])


async def median_of_keys(area: TextArea, pilot: Pilot[None]) -> float:
    """Seconds that a typed character takes before anything is drawn."""
    took = []
    area.focus()
    area.move_cursor((150, 0))
    await pilot.pause()
    for _ in range(15):
        start = time.thread_time()
        area.insert("x")
        took.append(time.thread_time() - start)
        await pilot.pause()
    return statistics.median(took)


async def test_typing_in_a_long_file_is_not_felt() -> None:
    """Textual's own text area takes 15 ms and more for a key in 300 lines, ours a tenth."""
    app = OneEditor(long_code())
    async with app.run_test(size=(100, 30)) as pilot:
        ours = await median_of_keys(app.query_one(Editor), pilot)
        stock = TextArea(long_code(), language="python")
        await app.mount(stock)
        assert ours < await median_of_keys(stock, pilot) / 3
        assert ours < 0.02


async def test_colours_are_those_of_textual() -> None:
    """Only found later, and for the lines that are seen."""
    app = OneEditor(long_code())
    async with app.run_test(size=(100, 30)) as pilot:
        editor = app.query_one(Editor)
        stock = TextArea(long_code(), language="python")
        for row in (0, 40, 150, 299):
            editor.scroll_to(y=row, animate=False, force=True)
            await pilot.pause()
            editor._colour(row // 32)
            ours = [each for each in editor._highlights[row] if each[0] != each[1]]
            assert set(ours) == {each for each in stock._highlights[row] if each[0] != each[1]}


async def test_a_line_that_changed_is_drawn_anew() -> None:
    async with editing('x = 1\ny = """a\nb|\nc"""\nz = 2') as (pilot, editor):
        before = [editor.render_line(row) for row in range(5)]
        await typed(pilot, '"""')  # ends the string above
        await pilot.pause()
        after = [editor.render_line(row) for row in range(5)]
        assert before[0] == after[0]
        assert before[2] != after[2]
        assert before[3] != after[3]  # no string any more
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        await pilot.pause()
        assert [editor.render_line(row) for row in range(5)] == before


async def test_colours_follow_the_theme() -> None:
    async with editing("def f():|") as (pilot, editor):
        dark = editor.render_line(0)
        pilot.app.theme = "tutor-light"
        await pilot.pause()
        light = editor.render_line(0)
        assert dark.text == light.text
        assert dark != light
        pilot.app.theme = "tutor-dark"
        await pilot.pause()
        assert editor.render_line(0) == dark
