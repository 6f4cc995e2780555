"""How many terminal columns text takes, and wrapping by columns instead of characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORDS = re.compile(r"\S+|\s+")
# Chinese breaks between characters, but a line must not begin or end with these.
_NO_START = "，。、；：？！）》」』】〉”’％…,.;:?!)]}"
_NO_END = "（《「『【〈“‘([{"


@lru_cache(maxsize=4096)
def of_char(char: str) -> int:
    """Columns of one character: 0 for combining marks and controls, 2 for wide ones."""
    if char < "\x7f":
        return 1 if char >= " " else 0
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def of(text: str) -> int:
    """Columns of one line of text."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(of_char, text))


def pad(text: str, width: int, align: str = "left") -> str:
    """`text` with spaces up to `width` columns; `align` is left, right or center."""
    space = max(0, width - of(text))
    left = {"left": 0, "right": space}.get(align, space // 2)
    return " " * left + text + " " * (space - left)


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most `width` columns, prefixes `first` and `rest` included.

    A word longer than a line is cut. Newlines in `text` count as spaces.
    """
    rest = " " * of(first) if rest is None else rest
    lines: list[str] = []
    line, room = "", max(1, width - of(first))
    for whole in _pieces(text):
        piece = whole
        if piece.isspace():
            line += " " if line else ""
            continue
        if line and of(line) + of(piece) > room:
            lines.append(line.rstrip())
            line, room = "", max(1, width - of(rest))
        while of(piece) > room:
            head = _head(piece, room)
            lines.append(head)
            piece, room = piece[len(head) :], max(1, width - of(rest))
        line += piece
    if line or not lines:
        lines.append(line.rstrip())
    return [(first if i == 0 else rest) + each for i, each in enumerate(lines)]


def _pieces(text: str) -> list[str]:
    """What may not be broken: words, runs of blanks, single wide characters."""
    pieces: list[str] = []
    for word in _WORDS.findall(text):
        if word.isascii() or word.isspace():
            pieces.append(word)
        else:
            pieces.extend(_split_wide(word))
    return pieces


def _split_wide(word: str) -> list[str]:
    pieces: list[str] = []
    for char in word:
        before = pieces[-1][-1] if pieces else ""
        breaks = before and (of_char(char) == 2 or of_char(before) == 2)
        if not breaks or char in _NO_START or before in _NO_END:
            pieces[-1:] = ["".join(pieces[-1:]) + char]
        else:
            pieces.append(char)
    return pieces


def _head(text: str, room: int) -> str:
    """The longest beginning that fits, at least one character with its combining marks."""
    used = 0
    for index, char in enumerate(text):
        used += of_char(char)
        if used > room and index:
            return text[:index]
    return text
