"""Keys as people write them, as Textual names them, and as sentences do."""

from __future__ import annotations

import string

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from tutor.app.key_names import is_typed, key_of, plain, say, written


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("n", "n"), ("N", "N"), ("shift+n", "N"), ("ö", "ö"), ("ß", "ß"),
        ("?", "question_mark"), (",", "comma"), ("comma", "comma"), ("[", "left_square_bracket"),
        ("+", "plus"), ("-", "minus"), ("/", "slash"), (" ", "space"), ("space", "space"),
        ("Right", "right"), ("pgdn", "pagedown"), ("page down", "pagedown"), ("Esc", "escape"),
        ("F5", "f5"), ("del", "delete"), ("return", "enter"),
        ("ctrl+n", "ctrl+n"), ("Ctrl-N", "ctrl+n"), ("control+n", "ctrl+n"),
        ("ctrl++", "ctrl+plus"),
        ("ctrl+-", "ctrl+minus"), ("ctrl+_", "ctrl+underscore"), ("ctrl+shift+n", "ctrl+shift+n"),
        ("shift+ctrl+n", "ctrl+shift+n"), ("alt+N", "alt+shift+n"), ("alt+x", "alt+x"),
        ("C-d", "ctrl+d"), ("<C-d>", "ctrl+d"), ("<CR>", "enter"), ("<S-Tab>", "shift+tab"),
        ("M-x", "alt+x"), ("C--", "ctrl+minus"), ("cmd+k", "super+k"),
        ("ctrl+i", "tab"), ("ctrl+m", "enter"), ("ctrl+[", "escape"),
    ],
)  # fmt: skip
def test_a_key_is_understood(text: str, key: str) -> None:
    assert key_of(text) == key


@pytest.mark.parametrize(
    "text",
    ["", "  ", "nn", "ctrl+", "ctrl+nn", "x+", "hold+x", "f99", "ignore", "<leader>n", "\x01"],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        key_of(text)


def pressed(sequence: str) -> str:
    """What Textual calls the key that a terminal sends like this."""
    parser = XTermParser()
    found = [
        event for event in [*parser.feed(sequence), *parser.feed("")] if isinstance(event, Key)
    ]
    assert len(found) == 1
    return found[0].key


@pytest.mark.parametrize(
    "character", string.digits + string.ascii_letters + string.punctuation + "äÖßéñ"
)
def test_a_character_is_the_key_that_the_terminal_sends(character: str) -> None:
    key = key_of(character)
    assert key == pressed(character)
    assert is_typed(key)
    assert key_of(written(key)) == key
    assert say(key) == character


@pytest.mark.parametrize(
    ("text", "sequence"),
    [
        ("ctrl+n", "\x0e"), ("up", "\x1b[A"), ("shift+tab", "\x1b[Z"), ("pagedown", "\x1b[6~"),
        ("f5", "\x1b[15~"), ("enter", "\r"), ("tab", "\t"), ("backspace", "\x7f"),
        ("ctrl+right", "\x1b[1;5C"), ("ctrl+_", "\x1f"), ("ctrl+shift+n", "\x1b[110;6u"),
        ("ctrl+j", "\n"),
    ],
)  # fmt: skip
def test_other_keys_are_those_that_terminals_send(text: str, sequence: str) -> None:
    key = key_of(text)
    assert key == pressed(sequence)
    assert not is_typed(key)
    assert key_of(written(key)) == key


def test_a_sentence_names_keys_by_what_stands_on_them() -> None:
    names = [say(key_of(text)) for text in ("esc", "pgup", "up", "?", "C-r", "space", "f1", "N")]
    assert names == ["escape", "page up", "up", "?", "ctrl+r", "space", "f1", "N"]


def test_a_plain_screen_shows_ascii() -> None:
    assert plain("↑ ⌫ ^n") == "up backspace ^n"
    assert plain("ö").isascii()
