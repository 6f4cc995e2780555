"""What one run has said and not sent yet: text merged and cut, points gathered and thinned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np

from tutor.engine import protocol
from tutor.engine.points import Numbers, thin
from tutor.engine.protocol import Event
from tutor.engine.screen import Screen, clean

FRAME_CHARS = 1 << 16  # in one Text event
FRAME_POINTS = 2000  # of one series in one Points event, about
MANY_SERIES = 64  # curves of one run that are drawn
MANY_SWITCHES = 64  # between the two streams in one batch; beyond, each is sent in one piece
NAME_CHARS = 80

Stream = Literal["out", "err"]
# "quiet": only progress and errors are sent. "value", "output": only what `End` brings is, in
# mode "output" behind a Value of what was printed. "events": only events, of a check, as they are.
Mode = Literal["shown", "quiet", "value", "output", "events"]
_SHOWN = (
    protocol.Value,
    protocol.Curve,
    protocol.Surface,
    protocol.Images,
    protocol.Table,
)  # not sent in quiet runs


@dataclass(frozen=True, slots=True)
class Begin:
    """From here on, everything belongs to this run."""

    run: int
    mode: Mode = "shown"


@dataclass(frozen=True, slots=True)
class End:
    """The run is over; `last` are its last messages, `Finished` not among them."""

    cell: str
    outcome: Literal["done", "raised", "stopped", "data"]
    seconds: float
    last: tuple[Event, ...] = ()
    instead: str = ""  # in mode "output": the value, if nothing was printed


class RunOutput:
    """Takes what a run says, in order, and gives it back as few events."""

    def __init__(self, begin: Begin, chars: int) -> None:
        self._run = begin.run
        self._mode = begin.mode
        self._chars = self._room = chars
        self._lost = 0
        self._screen = Screen()
        self._stream: Stream = "out"
        self._pieces: list[tuple[Stream, str]] = []
        self._series: dict[str, _Series] = {}
        self._not_drawn: _Series | None = None
        self._surfaces: dict[str, protocol.Surface] = {}  # of each name only the latest is sent
        self._steps = 0

    def text(self, stream: Stream, text: str) -> None:
        """Add what was printed."""
        if self._mode != "shown" and (self._mode, stream) != ("output", "out"):
            return
        if self._room <= 0:
            self._lost += len(text)
            return
        if stream != self._stream:
            self._screen.let_go()
            self._cut_piece()
            self._stream = stream
        self._screen.feed(text, stream)

    @property
    def full(self) -> bool:
        """Whether nothing more that is printed can be shown."""
        return self._mode == "shown" and self._room <= 0

    def lose(self, chars: int) -> None:
        """Count characters that were cut before they got here."""
        self._lost += chars

    def points(self, logged: Sequence[tuple[float, Mapping[str, float]]]) -> None:
        """Add calls of `live.log`: of each, the step and the metrics."""
        self._steps += len(logged)
        if self._mode != "shown":
            return
        known = self._series
        for step, metrics in logged:
            for name, value in metrics.items():
                series = known.get(name) or self._new_series(name)
                series.x.append(step)
                series.y.append(value)

    def _new_series(self, name: str) -> _Series:
        if len(self._series) < MANY_SERIES:
            return self._series.setdefault(name, _Series())
        if self._not_drawn is None:
            self._not_drawn = _Series()
            self.text("err", f"Only the first {MANY_SERIES} curves are drawn.\n")
        self._not_drawn.x.clear()
        self._not_drawn.y.clear()
        return self._not_drawn

    def message(self, event: Event) -> list[Event]:
        """The event, behind everything that came before it; nothing if it is not to be sent."""
        if self._mode == "shown" and isinstance(event, protocol.Surface):
            # A loop may draw a thousand: they replace one another, so each frame has the latest.
            self._surfaces[event.name] = event
            return []
        if self._mode == "shown":
            return [*self.pending(), self._mine(event)]
        if self._mode in ("quiet", "events") and not isinstance(event, _SHOWN):
            return [self._mine(event)]
        if isinstance(event, protocol.Unusable):  # the session keeps it in mind
            return [self._mine(event)]
        return []

    def pending(self) -> list[Event]:
        """Everything that has come since the last time, merged."""
        if self._mode != "shown":
            return []
        found: list[Event] = []
        for stream, text in self._texts():
            starts = range(0, len(text), FRAME_CHARS)
            found += [
                protocol.Text(self._run, text[at : at + FRAME_CHARS], stream) for at in starts
            ]
        for name, series in self._series.items():
            if series.x:
                found.append(series.take(self._run, name))
        found += [self._mine(event) for event in self._surfaces.values()]
        self._surfaces.clear()
        return found

    def close(self, end: End, rounds: int) -> list[Event]:
        """The last events of the run; `rounds` are those of `live.track`."""
        found = self.pending()
        if self._mode == "shown" and self._lost:
            found.append(protocol.Text(self._run, self._cut_sentence(), "err"))
        if self._mode == "output" and end.outcome == "done":
            printed = "".join(text for _stream, text in self._texts())
            found.append(protocol.Value(self._run, printed or end.instead))
        quiet = self._mode == "quiet"
        found += [self._mine(e) for e in end.last if not (quiet and isinstance(e, _SHOWN))]
        steps = max(self._steps, rounds)
        found.append(protocol.Finished(self._run, end.cell, end.outcome, end.seconds, steps, quiet))
        return found

    def _mine(self, event: Event) -> Event:
        return msgspec.structs.replace(event, run=self._run)

    def _cut_sentence(self) -> str:
        what = "character was" if self._lost == 1 else "characters were"
        return f"\n… {self._lost:,} more {what} cut: a run shows at most {self._chars:,}.\n"

    def _texts(self) -> list[tuple[Stream, str]]:
        self._cut_piece()
        pieces, self._pieces = self._pieces, []
        if len(pieces) <= MANY_SWITCHES:
            return pieces
        whole: dict[Stream, list[str]] = {"out": [], "err": []}
        for stream, text in pieces:
            whole[stream].append(text.replace("\r", "\n"))
        return [(stream, "".join(texts)) for stream, texts in whole.items() if texts]

    def _cut_piece(self) -> None:
        """Take from the screen what is new, as far as there is room for it."""
        text = self._screen.take()
        if not text:
            return
        # A line that is drawn anew, again and again, takes no room: it stays one line.
        free = (text.find("\n") if "\n" in text else len(text)) if text[0] == "\r" else 0
        if len(text) - free > self._room:
            self._lost += len(text) - free - self._room
            text = text[: free + self._room]
        self._room -= len(text) - free
        if text:
            self._pieces.append((self._stream, text))


class _Series:
    """One curve of `live.log`: the points that have not been sent."""

    __slots__ = ("_seen", "x", "y")

    def __init__(self) -> None:
        self.x: list[float] = []
        self.y: list[float] = []
        self._seen = 0

    def take(self, run: int, name: str) -> protocol.Points:
        self._seen += len(self.x)
        x, y = thin(_array(self.x), _array(self.y), FRAME_POINTS)
        self.x, self.y = [], []
        return protocol.Points(run, clean(name)[:NAME_CHARS], x.tobytes(), y.tobytes(), self._seen)


def _array(values: list[float]) -> Numbers:
    try:
        return np.array(values, dtype=np.float64)
    except OverflowError:  # an int beyond any float
        return np.array([_float(value) for value in values], dtype=np.float64)


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
