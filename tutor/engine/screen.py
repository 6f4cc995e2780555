"""Printed text made safe to show: no terminal control, carriage returns carried out.

A carriage return (and a backspace) overwrites what is on the line, as a terminal would, so
that progress bars made of `\\r` look right. Everything else that steers a terminal is dropped.
"""

from __future__ import annotations

import re

LONG_LINE = 4000  # characters; of a longer unfinished line only the rest can be overwritten

_ESCAPE = (
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"  # colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b]{0,512}(?:\x07|\x1b\\)"  # titles, links, device strings
    r"|\x1b[ -/]{0,8}[0-~]"
)
_escape = re.compile(_ESCAPE)
_unfinished = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}\Z"
    r"|\x1b[\]PX^_][^\x07\x1b]{0,512}\x1b?\Z"
    r"|\x1b[ -/]{0,8}\Z"
)
# With the marks that turn the direction of what follows: they reorder the app's own text too.
_UNSHOWN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
_control = re.compile(rf"[{_UNSHOWN}\ud800-\udfff]")
_dropped = re.compile(rf"[{_UNSHOWN}]")
_moves = re.compile(r"([\n\r\b]|(?:\x1b\[|\x9b)[0-2]?K)")
_surrogate = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """A whole text without terminal control: for values, messages, labels."""
    if not _control.search(text):
        return text
    screen = Screen()
    screen.feed(text)
    return screen.take()


class Screen:
    """The text of one run on its way to the learner.

    `feed` takes what is printed, `take` gives what is new and is to be shown. What `take`
    gives holds no control but newlines and tabs, and at most one carriage return, as its
    first character: then the rest replaces the unfinished line shown last.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []  # lines that are complete, not taken yet
        self._line = ""  # the unfinished line
        self._column = 0
        self._sent = ""  # as much of the unfinished line as has been taken
        self._long = False  # the line began with text that can't be overwritten any more
        self._carried: dict[str, str] = {}  # escape sequences cut in two, for each stream

    def feed(self, text: str, stream: str = "out") -> None:
        """Add printed text."""
        if self._carried.get(stream):
            text = self._carried.pop(stream) + text
        if _control.search(text) is None:
            self._plain(text)
            return
        if cut := _unfinished.search(text):
            self._carried[stream] = cut.group()
            text = text[: cut.start()]
        for piece in _moves.split(_surrogate.sub("\ufffd", text)):
            self._move(piece)

    def take(self) -> str:
        """What is new since the last time."""
        text = "".join(self._parts) + self._new()
        self._parts = []
        self._sent = self._line
        return text

    def let_go(self) -> None:
        """From here on the unfinished line can't be overwritten: something else follows it."""
        if self._line or self._sent:
            self._parts.append(self._new())
            self._fresh_line()
            self._long = True

    def _plain(self, text: str) -> None:
        if not text:
            return
        if self._column < len(self._line):
            for piece in re.split(r"(\n)", text):
                self._move(piece)
            return
        head, newline, tail = text.rpartition("\n")
        if newline:
            self._parts.append(self._new() + head + "\n")
            self._fresh_line()
            self._line = tail
        else:
            self._line += text
        self._column = len(self._line)
        self._mind_length()

    def _move(self, piece: str) -> None:
        if piece == "\n":
            self._parts.append(self._new() + "\n")
            self._fresh_line()
        elif piece == "\r":
            if self._long:
                self._move("\n")
            self._column = 0
        elif piece == "\b":
            self._column = max(0, self._column - 1)
        elif piece[:1] in ("\x1b", "\x9b") and piece.endswith("K") and _moves.fullmatch(piece):
            self._erase(piece[-2])
        elif text := _dropped.sub("", _escape.sub("", piece)):
            line, column = self._line, self._column
            self._line = line[:column].ljust(column) + text + line[column + len(text) :]
            self._column += len(text)
            self._mind_length()

    def _erase(self, which: str) -> None:
        """ESC [ K to the end of the line, 1K from its start, 2K the whole."""
        if which == "2":
            self._line = ""
        elif which == "1":
            self._line = " " * self._column + self._line[self._column :]
        else:
            self._line = self._line[: self._column]

    def _new(self) -> str:
        if self._line.startswith(self._sent):
            return self._line[len(self._sent) :]
        return "\r" + self._line

    def _fresh_line(self) -> None:
        self._line = self._sent = ""
        self._column = 0
        self._long = False

    def _mind_length(self) -> None:
        if len(self._line) > LONG_LINE and self._column == len(self._line):
            self.let_go()
