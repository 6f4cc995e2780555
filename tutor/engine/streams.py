"""What lesson code finds as sys.stdin, sys.stdout and sys.stderr."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from typing_extensions import Buffer

Write = Callable[[str, str], None]  # stream ("out" or "err") and text


class Output(io.TextIOBase):
    """A text stream whose every write goes to a function at once; nothing is kept here."""

    def __init__(self, name: Literal["out", "err"], write: Write, number: int) -> None:
        self._name = name
        self._write = write
        self._number = number
        self._bytes = _Bytes(self)

    @property
    def name(self) -> str:
        """As Python calls its own streams."""
        return "<stdout>" if self._name == "out" else "<stderr>"

    mode = "w"
    encoding = "utf-8"
    errors = "replace"
    newlines = None
    line_buffering = True
    write_through = True

    @property
    def buffer(self) -> _Bytes:
        """A binary stream to the same place."""
        return self._bytes

    def write(self, text: str, /) -> int:
        """Pass text on; returns its length."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._write(self._name, text)
        return len(text)

    def writelines(self, lines: Iterable[str], /) -> None:  # type: ignore[override,unused-ignore]
        """Pass several texts on."""
        for line in lines:
            self.write(line)

    def writable(self) -> bool:
        """Always true."""
        return True

    def isatty(self) -> bool:
        """Never a terminal: no colours, please."""
        return False

    def fileno(self) -> int:
        """The descriptor that leads to the same place, for subprocesses."""
        return self._number

    def reconfigure(self, **_options: object) -> None:
        """Accepted, as Python's own streams do; without effect."""

    def close(self) -> None:
        """Without effect: later cells print too."""


class _Bytes(io.BufferedIOBase):
    """`sys.stdout.buffer`: bytes are taken for UTF-8."""

    def __init__(self, text: Output) -> None:
        self._text = text
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: Buffer, /) -> int:  # type: ignore[override,unused-ignore]
        view = memoryview(data).cast("B")
        for start in range(0, len(view), 1 << 20):  # no second copy of a huge one
            self._text.write(self._decoder.decode(view[start : start + (1 << 20)]))
        return len(view)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._text.fileno()

    def close(self) -> None:
        return None


class NoInput(io.TextIOBase):
    """Standard input of a cell: there is none, and a sentence says what to do instead."""

    encoding = "utf-8"
    errors = "strict"

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
        """Refuse."""
        raise EOFError("A cell can't ask for input; write the value into the code instead.")

    def read(self, _size: int | None = -1, /) -> str:
        """Refuse."""
        return self.readline()

    def readable(self) -> bool:
        """True, so that callers ask and get the sentence."""
        return True

    def isatty(self) -> bool:
        """Never a terminal."""
        return False

    def fileno(self) -> int:
        """The descriptor of an empty file."""
        return 0

    def close(self) -> None:
        """Without effect: `exit()` closes it."""
