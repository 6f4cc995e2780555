"""The editor under a learner's fingers: real keys, undo, texts that are replaced."""

from __future__ import annotations

from one_editor import editing, show, shown, typed
from textual import events
from textual.document._document import Selection

from tutor.app.editor import MAX_PASTE

TYPED = [
    ("|", "f(x", "f(x|)"),
    ("|", "f(x)", "f(x)|"),
    ("|", "print('a')", "print('a')|"),
    ("|", "def f(x):\nreturn [x]\n", "def f(x):\n    return [x]\n|"),
    ("|", "f(\na,\nb", "f(\n    a,\n    b|\n)"),
    ("|", "(<", "|"),
    ("    |", "<", "|"),
    ("        x|", "<", "        |"),
    ("      |x", "<", "    |x"),
    ("x = 1, |2", "\n", "x = 1, \n|2"),
    ("x = 1,|  2", "\n", "x = 1,\n|2"),
    ("a |b c| d", "(", "a (|b c|) d"),
    ("a |b c| d", "'", "a '|b c|' d"),
    ("|a\nb|", "[", "[|a\nb|]"),
    ("# |b| c", "(", "# (|b|) c"),
    ("a |b c| d", "x", "a x| d"),
    ("a |b\nc| d", "\n", "a \n|d"),
    ("|a\nb|\nc", "\t", "    |a\n    b|\nc"),
    ("|a\nb\n|c", "\t", "    |a\n    b\n|c"),
    ("x|", "\t", "x   |"),
    ("a |b| c", "\t", "a  | c"),
    ("a |b c| d", "<", "a | d"),
]
PRESSED = [
    ("    x|\ny", ["shift+tab"], "x|\ny"),
    ("    |x\n        y|", ["shift+tab"], "|x\n    y|"),
    ("x|", ["shift+tab"], "x|"),
    ("    x = 1|", ["home"], "    |x = 1"),
    ("    x = 1|", ["home", "home"], "|    x = 1"),
    ("    x = 1|", ["home", "home", "home"], "    |x = 1"),
    ("    x|y", ["ctrl+underscore"], "    # x|y"),
    ("    x|y", ["ctrl+slash"], "    # x|y"),
    ("    x|y", ["ctrl+t"], "    # x|y"),
    ("    # x|y", ["ctrl+t"], "    x|y"),
    ("  |  x", ["ctrl+t"], "  |  # x"),
    ("|", ["ctrl+t"], "# |"),
    ("a|b\ncd|", ["ctrl+t"], "# a|b\n# cd|"),
    ("|ab\n|cd", ["ctrl+t"], "# |ab\n|cd"),
    ("a|b\n\n    cd|", ["ctrl+t", "ctrl+t"], "a|b\n\n    cd|"),
]


async def test_keys() -> None:
    """One app for all of them: each takes longer to start than to press a few keys."""
    async with editing("|") as (pilot, editor):
        for before, keys, after in TYPED:
            show(editor, before)
            await typed(pilot, keys)
            assert (before, keys, shown(editor)) == (before, keys, after)


async def test_named_keys() -> None:
    async with editing("|") as (pilot, editor):
        for before, keys, after in PRESSED:
            show(editor, before)
            await pilot.press(*keys)
            assert (before, keys, shown(editor)) == (before, keys, after)


async def test_a_selection_made_backwards_stays_so() -> None:
    async with editing("a bc d") as (pilot, editor):
        editor.selection = Selection((0, 4), (0, 2))
        await pilot.press("(")
        assert editor.text == "a (bc) d"
        assert editor.selection == Selection((0, 5), (0, 3))


async def test_reading_only_changes_nothing() -> None:
    async with editing("    f(|)\nx") as (pilot, editor):
        editor.read_only = True
        await pilot.press("(", "enter", "backspace", "tab", "shift+tab", "ctrl+t", "x")
        assert editor.plain == "    f()\nx"


async def test_a_paste_too_long_is_refused_and_others_are_tidied() -> None:
    async with editing("|") as (pilot, editor):
        pilot.app.post_message(events.Paste("#" * (MAX_PASTE + 1)))
        await pilot.pause()
        assert editor.text == ""
        pilot.app.post_message(events.Paste("if a:\r\n\tb('(')\0"))
        await pilot.pause()
        assert shown(editor) == "if a:\n    b('(')|"


# --- undo -------------------------------------------------------------------------------------


STEPS = [
    ("|", ["left_parenthesis"]),
    ("f(|)", ["backspace"]),
    ("|a b|", ["left_parenthesis"]),
    ("        |x", ["backspace"]),
    ("|a\nb\nc|", ["ctrl+t"]),
    ("|a\nb\nc|", ["tab"]),
    ("|    a\n    b|", ["shift+tab"]),
    ("f(|)", ["enter"]),
    ("a |b\nc| d", ["enter"]),
]


async def test_each_is_one_step() -> None:
    async with editing("|") as (pilot, editor):
        for before, keys in STEPS:
            show(editor, before)
            await pilot.press(*keys)
            after = shown(editor)
            assert after != before
            await pilot.press("ctrl+z")
            assert shown(editor) == before
            await pilot.press("ctrl+y")
            assert shown(editor) == after


async def test_undo_goes_all_the_way_back() -> None:
    async with editing("|") as (pilot, editor):
        await typed(pilot, "def f(x):\nreturn {'a': [x]}")
        assert editor.text == "def f(x):\n    return {'a': [x]}"
        for _ in range(40):
            await pilot.press("ctrl+z")
        assert editor.text == ""


async def test_undo_survives_being_hidden() -> None:
    """As when the learner turns the page and comes back."""
    async with editing("x|") as (pilot, editor):
        await typed(pilot, " = (1")
        editor.display = False
        await pilot.pause()
        editor.display = True
        editor.focus()
        await pilot.pause()
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert shown(editor) == "x|"
        await pilot.press("ctrl+y", "ctrl+y", "ctrl+y")
        assert editor.text == "x = (1)"


# --- another text -----------------------------------------------------------------------------


REPLACED = [
    ("a\nb|\nc", "a\nb\nc\nd", "a\nb|\nc\nd"),  # behind the cursor
    ("a\nb|\nc", "x\ny\na\nb\nc", "x\ny\na\nb|\nc"),  # before it
    ("a\nb|b\nc", "a\nxx\ny\nc", "a\nx|x\ny\nc"),  # where it is
    ("a\nb\nccc|", "a", "a|"),
    ("a\nb|", "", "|"),
    ("|", "a\nb", "|a\nb"),
    ("ab|\n", "ab\r\ncd\r\n", "ab|\ncd\n"),
]


async def test_replacing_everything() -> None:
    async with editing("|") as (pilot, editor):
        for before, new, after in REPLACED:
            show(editor, before)
            editor.replace_all(new)
            assert shown(editor) == after
            await pilot.press("ctrl+z")
            assert shown(editor) == before
            await pilot.press("ctrl+y")
            assert shown(editor) == after


async def test_replacing_is_a_step_of_its_own() -> None:
    async with editing("|") as (pilot, editor):
        await typed(pilot, "ab")
        editor.replace_all("abc")
        editor.move_cursor((0, 3))
        await typed(pilot, "d")
        assert editor.text == "abcd"
        await pilot.press("ctrl+z")
        assert editor.text == "abc"
        await pilot.press("ctrl+z")
        assert editor.text == "ab"
        await pilot.press("ctrl+z")
        assert editor.text == ""


async def test_replacing_by_the_same_is_nothing() -> None:
    async with editing("a|b") as (pilot, editor):
        changes: list[str] = []
        editor.watch(editor, "selection", lambda _: changes.append(editor.text), init=False)
        editor.replace_all("ab")
        await pilot.pause()
        assert changes == []
        assert editor.history.undo_stack == []
