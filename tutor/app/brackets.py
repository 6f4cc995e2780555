"""Where the brackets and strings of a piece of Python are, and what typing one of them means.

Plain functions of a text and an offset in it, in characters. The text is being typed, so it is
wrong most of the time: everything here works with brackets that are still open and strings that
have no end yet.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

PAIRS = {"(": ")", "[": "]", "{": "}"}
CLOSING = {close: begin for begin, close in PAIRS.items()}
QUOTES = "\"'"
ALL = {*PAIRS, *CLOSING, *QUOTES}
Where = Literal["code", "string", "comment"]

# One set of first characters, and then what each begins: so the search skips fast to the next.
_TOKEN = re.compile(
    r"""[#"'()\[\]{}](?:
    (?<=\#)[^\n]*
  | (?<=")""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:"{3}|\\?\Z)
  | (?<=')''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:'{3}|\\?\Z)
  | (?<=")(?:[^"\\\n]|\\.)*(?:"|\\?\Z|(?=\n))
  | (?<=')(?:[^'\\\n]|\\.)*(?:'|\\?\Z|(?=\n))
  | (?<=[()\[\]{}])
    )""",
    re.VERBOSE | re.DOTALL,
)
_KINDS = {"#": "comment", '"': "string", "'": "string"}
_PREFIX = re.compile(r"(?<!\w)(?i:[rbuft]|rb|br|fr|rf|tr|rt)$")
_ROOM = " \t\n)]},:;"  # before one of these a pair may stand, and at the end of the text


class Token(NamedTuple):
    """A comment, a string (its prefix left out) or a bracket."""

    start: int
    end: int
    kind: str


class Scan:
    """The brackets, strings and comments of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = [
            Token(found.start(), found.end(), _KINDS.get(text[found.start()], "bracket"))
            for found in _TOKEN.finditer(text)
        ]
        self._starts = [token.start for token in self._tokens]
        self._pairs: dict[int, int] = {}  # offset of a bracket -> offset of its other half
        self._match()

    def _match(self) -> None:
        stack: list[int] = []
        for start, _, kind in self._tokens:
            if kind != "bracket":
                continue
            if self.text[start] in PAIRS:
                stack.append(start)
                continue
            wanted = CLOSING[self.text[start]]
            depth = len(stack) - 1
            while depth >= 0 and self.text[stack[depth]] != wanted:
                depth -= 1
            if depth >= 0:
                begin = stack[depth]
                # What is still open inside of it has no other half: `f(a[1)`.
                del stack[depth:]
                self._pairs[begin], self._pairs[start] = start, begin

    def _token(self, offset: int) -> Token | None:
        """The last token that begins before an offset."""
        index = bisect_right(self._starts, offset - 1) - 1
        return self._tokens[index] if index >= 0 else None

    def token(self, offset: int) -> Token | None:
        """The string or comment that an offset is inside of."""
        token = self._token(offset)
        if token is None or token.kind == "bracket" or offset > token.end:
            return None
        if offset < token.end or token.kind == "comment" or not self.quotes(token)[1]:
            return token
        return None

    def where(self, offset: int) -> Where:
        """What a character typed at an offset becomes part of."""
        token = self.token(offset)
        return "code" if token is None else "comment" if token.kind == "comment" else "string"

    def quotes(self, token: Token) -> tuple[str, bool]:
        """What a string begins with, and whether it has an end."""
        body = self.text[token.start : token.end]
        quote = body[:3] if body[:3] in {'"""', "'''"} else body[:1]
        closed = len(body) >= 2 * len(quote) and body.endswith(quote)
        # One that ends in an escaped quote has none.
        return quote, closed and _even_backslashes(body[: -len(quote)])

    def pair(self, offset: int) -> int | None:
        """Where the other half of the bracket at an offset is; None if it is no such bracket."""
        return self._pairs.get(offset)

    def open_at(self, offset: int) -> list[int]:
        """Brackets that are open at an offset, the outermost first."""
        stack: list[int] = []
        for start, _, kind in self._tokens:
            if start >= offset:
                break
            if kind != "bracket":
                continue
            if self.text[start] in PAIRS:
                stack.append(start)
            elif start in self._pairs:
                del stack[stack.index(self._pairs[start]) :]
        return stack

    def unmatched(self, character: str, start: int, end: int) -> bool:
        """Whether there is such a bracket without another half between two offsets."""
        return any(
            token.kind == "bracket"
            and start <= token.start < end
            and self.text[token.start] == character
            and token.start not in self._pairs
            for token in self._tokens
        )


def _even_backslashes(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 0


@lru_cache(maxsize=4)
def scan(text: str) -> Scan:
    """The scan of a text; the last few are kept, for a key asks several things of one text."""
    return Scan(text)


# --- what keys do -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    """What a key does: so many characters before and behind go, text comes, the cursor moves."""

    text: str
    cursor: int  # from where the text begins
    before: int = 0
    behind: int = 0


def typed(text: str, offset: int, character: str) -> Typed | None:
    """What typing a bracket or a quote does; None if only the character itself is to come."""
    found = scan(text)
    if character in QUOTES:
        return _quote(found, offset, character)
    if found.where(offset) != "code":
        return None
    start, end = _line(text, offset)
    if character in PAIRS:
        close = PAIRS[character]
        if _has_room(text, offset) and not found.unmatched(close, offset, end):
            return Typed(character + close, 1)
    elif (
        character in CLOSING
        and text.startswith(character, offset)
        and found.pair(offset) is not None
        and not found.unmatched(CLOSING[character], start, offset)
    ):
        return Typed("", 1)
    return None


def _quote(found: Scan, offset: int, quote: str) -> Typed | None:
    text, token = found.text, found.token(offset)
    if token is not None:
        if token.kind == "comment":
            return None
        ends, closed = found.quotes(token)
        at_end = closed and offset >= token.end - len(ends) and offset > token.start
        return Typed("", 1) if at_end and text.startswith(quote, offset) else None
    if not _has_room(text, offset):
        return None
    before = text[:offset]
    last = found._token(offset)
    if last is not None and last.end == offset and last.kind == "string":
        # `""` and one more: a string over several lines. Behind any other string: as it is.
        empty = text[last.start : offset] == quote * 2
        return Typed(quote * 4, 1) if empty else None
    letter = bool(before) and (before[-1].isalnum() or before[-1] == "_")
    if letter and not _PREFIX.search(before[-4:]):
        return None
    return Typed(quote * 2, 1)


def erased(text: str, offset: int) -> Typed | None:
    """What Backspace does between the halves of an empty pair; None anywhere else."""
    before, behind = text[offset - 1 : offset], text[offset : offset + 1]
    if not before or not behind:
        return None
    found = scan(text)
    if PAIRS.get(before) == behind and found.pair(offset - 1) == offset:
        return Typed("", 0, 1, 1)
    token = found.token(offset)
    if before in QUOTES and token is not None and token.kind == "string":
        half, rest = divmod(token.end - token.start, 2)
        empty = found.quotes(token)[0] == text[token.start : token.start + half]
        if empty and not rest and offset == token.start + half:
            return Typed("", 0, half, half)
    return None


def _has_room(text: str, offset: int) -> bool:
    return offset == len(text) or text[offset] in _ROOM


def _line(text: str, offset: int) -> tuple[int, int]:
    """Where the line of an offset begins and ends."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end
