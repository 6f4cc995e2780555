"""TeX cut into tokens: commands, braces, scripts and single characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.course.maths.errors import MathError

LONGEST = 2000  # characters of a formula; the longest in the course has about 200

_TOKEN = re.compile(r"\\([A-Za-z]+\*?|\\|.)|(\s+)|(.)", re.DOTALL)
_STARRED = ("operatorname*",)
_COMMENT = "a % begins a comment in TeX"


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is command, space, char, or one of the characters { } ^ _ & ~ '."""

    kind: str
    text: str  # a command without its backslash; `\\\\` is the command `\\`
    raw: str


def tokenize(tex: str) -> list[Token]:
    """All tokens of a formula; MathError for what no formula may hold."""
    if len(tex) > LONGEST:
        raise MathError(
            f"the formula is {len(tex)} characters long", f"use several, of at most {LONGEST} each"
        )
    if tex.endswith("\\") and (len(tex) - len(tex.rstrip("\\"))) % 2:
        raise MathError("the formula ends with a backslash", "remove it, or name the command")
    tokens: list[Token] = []
    for match in _TOKEN.finditer(tex):
        command, space, char = match.groups()
        if command is not None:
            tokens += _command(command)
        elif space:
            tokens.append(Token("space", " ", space))
        else:
            tokens.append(_char(char))
    return tokens


def _command(name: str) -> list[Token]:
    if name.isspace():
        return [Token("command", " ", "\\ ")]
    if name.endswith("*") and len(name) > 1 and name not in _STARRED:
        return [Token("command", name[:-1], "\\" + name[:-1]), Token("char", "*", "*")]
    return [Token("command", name, "\\" + name)]


def _char(char: str) -> Token:
    if char in "{}^_&~'":
        return Token(char, char, char)
    if char == "%":
        raise MathError(_COMMENT, r"write \% for a percent sign")
    if char == "$":
        raise MathError("there is a dollar inside the formula", r"write \$ for a dollar sign")
    if char == "#":
        raise MathError("# names a macro's argument in TeX", r"write \# for a number sign")
    if not char.isprintable():
        raise MathError(f"the character U+{ord(char):04X} can't be shown", "remove it")
    return Token("char", char, char)
