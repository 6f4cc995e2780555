"""Reading what a learner has written, and saying what is wrong with it as a file."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

from tutor.course.source import LARGEST
from tutor.engine.verdicts import FaultKind, Report

# What a file may hold and still be empty.
_NOTHING = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.ENCODING,
    tokenize.INDENT, tokenize.DEDENT,
}  # fmt: skip


def read(path: Path) -> str | Report:
    """The code in a file, or why there is none: missing, unreadable or empty. Never raises.

    A byte order mark and the line ends of other systems are taken away.
    """
    data = _bytes(path)
    if isinstance(data, Report):
        return data
    if b"\0" in data:
        return _unreadable(
            path,
            f"{_where(data, data.index(0))} holds a zero byte, so this isn't text.",
            "Save it as plain text in UTF-8.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _unreadable(
            path,
            f"{_where(data, error.start)} isn't UTF-8 text (byte 0x{data[error.start]:02x}).",
            "Save the file in the encoding UTF-8.",
            line=data.count(b"\n", 0, error.start) + 1,
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return flaw(text, path.name) or text


def flaw(code: str, name: str = "") -> Report | None:
    """What keeps code from being tried at all: nothing in it, too long, no text; else None."""
    what = f"`{name}`" if name else "your code"
    try:
        size = len(code.encode())
    except UnicodeEncodeError as error:
        line = code.count("\n", 0, error.start) + 1
        return Report(
            "unreadable",
            f"Line {line} of {what} holds half a character (U+{ord(code[error.start]):04X}). "
            "Delete it and write it again.",
            line=line,
        )
    if size > LARGEST:
        return _too_large(what)
    if "\0" in code:
        line = code.count("\n", 0, code.index("\0")) + 1
        message = f"Line {line} of {what} holds a zero byte. Delete it."
        return Report("unreadable", message, line=line)
    if _is_empty(code):
        begins = what[:1].upper() + what[1:]
        return Report("empty", f"{begins} says nothing yet. Write it, or go back to the starter.")
    return None


def _bytes(path: Path) -> bytes | Report:
    try:
        if path.is_dir():
            return _unreadable(path, "It is a folder.", "Name the file with your code.")
        if path.exists() and not path.is_file():
            return _unreadable(path, "It is no ordinary file.", "Name the file with your code.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return _report("missing", f"There is no file `{path.name}`.", "Check its name and folder.")
    except PermissionError:
        return _unreadable(path, "You may not read it.", "Change its permissions.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _unreadable(path, f"{reason}.", "Check its path.")
    return data if len(data) <= LARGEST else _too_large(f"`{path.name}`")


def _is_empty(code: str) -> bool:
    if not code.strip():
        return True
    if any(line.strip()[:1] not in ("", "#", "\\") for line in code.splitlines()):
        return False
    try:
        found = tokenize.generate_tokens(io.StringIO(code).readline)
        return all(token.type in _NOTHING for token in found)
    except (tokenize.TokenError, SyntaxError):
        return False


def _where(data: bytes, at: int) -> str:
    """The place of a byte, to begin a sentence with."""
    line = data.count(b"\n", 0, at) + 1
    return f"Line {line} (byte {at + 1} of the file)" if at else "Its first byte"


def _too_large(what: str) -> Report:
    return _report(
        "unreadable",
        f"{what[:1].upper() + what[1:]} is larger than {LARGEST // 1000} kB.",
        "Keep only the code that the exercise asks for.",
    )


def _unreadable(path: Path, reason: str, advice: str, line: int | None = None) -> Report:
    return _report("unreadable", f"`{path.name}` can't be read. {reason}", advice, line)


def _report(kind: FaultKind, message: str, advice: str, line: int | None = None) -> Report:
    return Report(kind, f"{message} {advice}", line=line)
