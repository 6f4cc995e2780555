"""Names of keys: as they are written in settings, as Textual calls them, as a reader says them."""

from __future__ import annotations

import re
import unicodedata

from textual.keys import Keys, _character_to_key, format_key, key_to_character

MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")  # in the order of Textual's names
CHARACTERS = {_character_to_key(c): c for c in map(chr, range(33, 127))}  # ASCII, by their names

# What people write, and what Textual calls it. The keys of the second group reach no program
# under that name: a terminal sends the same byte for both.
ALIASES = {
    "esc": "escape", "return": "enter", "cr": "enter", "del": "delete", "ins": "insert",
    "pgup": "pageup", "page_up": "pageup", "pgdn": "pagedown", "pgdown": "pagedown",
    "page_down": "pagedown", "bs": "backspace", "spacebar": "space", "blank": "space",
    "question": "question_mark", "dot": "full_stop", "period": "full_stop", "dash": "minus",
    "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape",
    "ctrl+h": "backspace",
}  # fmt: skip
_MODIFIER_ALIASES = {
    "control": "ctrl", "c": "ctrl", "a": "alt", "m": "alt", "option": "alt", "opt": "alt",
    "s": "shift", "cmd": "super", "command": "super", "win": "super",
}  # fmt: skip
_NAMED = {str(key.value) for key in Keys if "<" not in str(key.value)} | {"space", *CHARACTERS}
_VIM = re.compile(r"<([^<>]+)>|((?:[CcAaMmSs]-)+.+)")
_LONG = {
    "pageup": "page up", "pagedown": "page down", "space": "space", "escape": "escape",
    "enter": "enter", "tab": "tab", "backspace": "backspace", "delete": "delete",
}  # fmt: skip
_ARROWS = {"↑": "up", "↓": "down", "←": "left", "→": "right", "⌫": "backspace"}

EXAMPLES = "n, N, ö, ?, space, right, pagedown, f5, ctrl+n, alt+x"


def key_of(written: str) -> str:
    """The key as Textual calls it. ValueError, whose text is for the learner, if there is none.

    Understands `ctrl+n`, `Ctrl-N`, `C-n`, `<C-n>` (tmux, vim), `?`, `esc`, `shift+n` (which is
    `N`), and Textual's own names.
    """
    text = written if written == " " else written.strip()
    if not text:
        raise ValueError("nothing is no key.")
    if len(text) == 1:
        return _character(text)
    vim = _VIM.fullmatch(text)
    if vim is not None:
        text = vim[1] or vim[2]
    *modifiers, key = _parts(text)
    key = _bare(key, written)
    held = []
    for modifier in modifiers:
        name = _MODIFIER_ALIASES.get(modifier.lower(), modifier.lower())
        if name not in MODIFIERS:
            raise ValueError(f"“{written}” is no key.")
        held.append(name)
    if len(key) == 1 and held:
        if held == ["shift"]:
            key, held = key.upper(), []  # what a terminal sends
        elif key.isupper() and "alt" in held and "shift" not in held:
            key, held = key.lower(), [*held, "shift"]
        else:
            key = key.lower()
    ordered = [name for name in MODIFIERS if name in held]
    full = "+".join([*ordered, key])
    return ALIASES.get(full, full) if held else key


def _parts(text: str) -> list[str]:
    """`ctrl+shift+n` or `C-n` in parts; the last may be `+` or `-` itself."""
    sign = "+" if "+" in text[:-1] else "-"
    head, tail = text[:-1], text[-1]
    *before, last = head.split(sign)
    return [*before, last + tail] if last else [*before, tail]


def _bare(key: str, written: str) -> str:
    if len(key) == 1:
        return _character(key)
    name = key.lower().replace(" ", "_")
    name = ALIASES.get(name, name)
    if (name not in _NAMED and not is_typed(name)) or name == "ignore":
        raise ValueError(f"“{written}” is no key.")
    return name


def _character(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a control character is no key.")
    return _character_to_key(text)


def is_typed(key: str) -> bool:
    """Whether a key puts a character into a field, so that nothing else can have it there."""
    return _character_of(key) is not None


def _character_of(key: str) -> str | None:
    if key in CHARACTERS:
        return CHARACTERS[key]
    character = key_to_character(key)
    return character if character is not None and character.isprintable() else None


def moves(key: str) -> bool:
    """Whether a key without a modifier is needed in every field: to move, to erase, to end."""
    return key in _NEEDED


_NEEDED = frozenset({
    "enter", "tab", "backspace", "delete", "up", "down", "left", "right", "home", "end",
    "pageup", "pagedown",
})  # fmt: skip


def say(key: str) -> str:
    """A key as it is named in a sentence: `ctrl+r`, `page down`, `?`."""
    *modifiers, bare = key.split("+")
    if bare in _LONG:
        name = _LONG[bare]
    else:
        name = format_key(bare)
        name = _ARROWS.get(name, name)
    return "+".join([*modifiers, name])


def plain(display: str) -> str:
    """What is shown for a key, in ASCII."""
    for arrow, name in _ARROWS.items():
        display = display.replace(arrow, name)
    if display.isascii():
        return display
    return unicodedata.normalize("NFKD", display).encode("ascii", "replace").decode()


def written(key: str) -> str:
    """A key as the settings screen writes it to the file: the shortest that `key_of` reads."""
    character = _character_of(key)
    return key if character is None or character in ' ,"\\' else character
