"""Standard streams while a solution is played: what is printed is kept, up to a limit."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tutor.engine import streams
from tutor.engine.screen import clean

CHARS = 10_000  # of one stretch that are kept


class InputAsked(EOFError):
    """The code asked for typing."""

    __module__, __qualname__ = "builtins", "EOFError"  # what tracebacks call it


class _NoInput(streams.NoInput):
    """There is nobody to type."""

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
        raise InputAsked("nobody can type here: the values come as arguments")


class Printed:
    """Takes what is printed, and gives it out stretch by stretch. Never blocks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._out = streams.Output("out", self._write, 1)
        self._err = streams.Output("err", self._write, 2)
        self._in = _NoInput()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """The standard streams are these inside the block."""
        before = sys.stdin, sys.stdout, sys.stderr
        shown, warnings.showwarning = warnings.showwarning, _warn
        self.hold()
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = before
            warnings.showwarning = shown

    def hold(self) -> None:
        """Put the streams in place again, if somebody replaced them."""
        sys.stdin, sys.stdout, sys.stderr = self._in, self._out, self._err

    def take(self) -> str:
        """What was printed since the last time, free of terminal control."""
        if not self._length:
            return ""
        text, more = "".join(self._parts), self._length - CHARS
        self._parts, self._length = [], 0
        return clean(text) + (f"… ({more:,} more characters)" if more > 0 else "")

    def _write(self, _stream: str, text: str) -> None:
        room = CHARS - self._length
        self._length += len(text)
        if room > 0 and text:
            self._parts.append(text[:room])


def _warn(  # noqa: PLR0917  (as Python calls it)
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning as Python gives it, without the source line, and no path of this machine."""
    text = f"{Path(filename).name}:{lineno}: {category.__name__}: {message}\n"
    (file or sys.stderr).write(text)


def joined(earlier: str, later: str) -> str:
    """Two stretches as one, within the limit."""
    text = earlier + later
    return text if len(text) <= CHARS + 100 else f"{text[:CHARS]}…"
