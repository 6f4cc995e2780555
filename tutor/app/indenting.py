"""What Enter, Tab and the comment key make of lines of Python."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.app.brackets import PAIRS, Scan, scan

INDENT = 4
_LEAVING = {"return", "pass", "break", "continue", "raise"}  # after these a block is over


# --- Enter ------------------------------------------------------------------------------------


def new_line(text: str, offset: int) -> tuple[str, str]:
    """What Enter puts before and behind the cursor.

    Behind it something comes only between the halves of a pair: `f(|)` becomes three lines.
    """
    found = scan(text)
    start = text.rfind("\n", 0, offset) + 1
    here = _blanks(text[start:offset])
    if found.where(offset) == "string":
        return "\n" + here, ""
    opened = _opened(found, offset, start)
    if opened:
        return _inside(found, opened[-1], start, offset, here)
    first = _logical_start(found, start)
    base = _blanks(text[first:offset]) if first != start else here
    code = _code(found, start, offset)
    if code.endswith(":"):
        return "\n" + base + " " * INDENT, ""
    words = text[first:offset].split(maxsplit=1)
    if words and words[0].rstrip(";") in _LEAVING and base.endswith(" " * INDENT):
        base = base[:-INDENT]
    return "\n" + base, ""


def _inside(found: Scan, bracket: int, start: int, offset: int, here: str) -> tuple[str, str]:
    """Enter inside a bracket that is open."""
    text = found.text
    if bracket < start:
        return "\n" + here, ""
    if _code(found, bracket + 1, offset):
        return "\n" + " " * (bracket + 1 - start), ""  # under what stands first inside it
    rest = text[offset:].split("\n", 1)[0].lstrip(" ")
    behind = "\n" + here if rest.startswith(PAIRS[text[bracket]]) else ""
    return "\n" + here + " " * INDENT, behind


def _opened(found: Scan, offset: int, start: int) -> list[int]:
    """Brackets open at an offset. One forgotten on an earlier line mustn't count ever after."""
    return [each for each in found.open_at(offset) if each >= start or found.pair(each) is not None]


def _logical_start(found: Scan, start: int) -> int:
    """Where the statement begins that a line, by its offset, goes on with."""
    while start:
        opened = _opened(found, start, start)
        token = found.token(start)
        if opened:
            inside = opened[0]
        elif token is not None and token.kind == "string":
            inside = token.start
        else:
            break
        start = found.text.rfind("\n", 0, inside) + 1
    return start


def _code(found: Scan, start: int, end: int) -> str:
    """What stands between two offsets of a line, without its comment and the blanks around."""
    token = found.token(end)
    if token is not None and token.kind == "comment":
        end = max(start, token.start)
    return found.text[start:end].strip()


def _blanks(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


# --- whole lines ------------------------------------------------------------------------------


def to_previous_stop(before: str) -> int:
    """How many blanks Backspace takes with only blanks before the cursor; 0 if there is more."""
    if not before or before.strip(" "):
        return 0
    return (len(before) - 1) % INDENT + 1


def indented(lines: Sequence[str]) -> list[str]:
    """Lines moved to the next stop; empty ones stay."""
    return [" " * INDENT + line if line.strip() else line for line in lines]


def dedented(lines: Sequence[str]) -> list[str]:
    """Lines moved back by one stop, as far as they can be."""
    return [line[_taken(line) :] for line in lines]


def _taken(line: str) -> int:
    if line.startswith("\t"):
        return 1
    return min(INDENT, len(line) - len(line.lstrip(" ")))


def toggled(lines: Sequence[str]) -> list[str]:
    """Lines made comments; or code again, if they are all comments. Empty ones stay."""
    written = [line for line in lines if line.strip()]
    if not written:
        return [line + "# " for line in lines] if len(lines) == 1 else list(lines)
    if all(line.lstrip().startswith("#") for line in written):
        return [_uncommented(line) for line in lines]
    column = min(len(_blanks(line)) for line in written)
    return [line[:column] + "# " + line[column:] if line.strip() else line for line in lines]


def _uncommented(line: str) -> str:
    before, sign, after = line.partition("#")
    return before + after.removeprefix(" ") if sign else line


def pasted(text: str) -> str:
    """A pasted text as the editor takes it: tabs that indent are blanks, no zero characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return re.sub(r"^[ \t]+", lambda found: found[0].expandtabs(INDENT), text, flags=re.MULTILINE)
