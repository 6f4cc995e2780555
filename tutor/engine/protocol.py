"""What the app and a runner say to each other.

Messages are msgspec structs, encoded with msgpack, each behind its length in four bytes
(big-endian), on a descriptor of their own. Nothing is ever unpickled. `Died` and `Restarted`
are never sent: the parent makes them when a channel ends.
"""

from __future__ import annotations

import struct
from typing import Literal

import msgspec

MAX_FRAME = 8 * 1024 * 1024  # bytes; a longer frame is taken for the end of the channel
_LENGTH = struct.Struct(">I")


class Message(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Base of everything that is sent."""


# --- requests: parent to runner --------------------------------------------------------------


class Execute(Message, frozen=True):
    """Run the source of one cell in the runner's namespace."""

    run: int  # chosen by the session; events carry it back
    cell: str
    source: str
    filename: str  # shown in tracebacks, e.g. "lessons/…/lesson.md"
    line: int  # line in that file of the first line of the source
    seed: int
    quiet: bool = False  # a needed cell run first: no value, no text, no points


class Evaluate(Message, frozen=True):
    """Evaluate an expression, or run code for its output, in a copy of the namespace."""

    run: int
    source: str
    mode: Literal["value", "output"]
    seed: int


class Quit(Message, frozen=True):
    """End the runner in good order."""


Request = Execute | Evaluate | Quit


# --- events: runner to parent ----------------------------------------------------------------


class Event(Message, frozen=True):
    """Base of everything that comes back from a run."""

    run: int


class Started(Event, frozen=True):
    """A cell has begun; `needed` says that it runs only because another needs it."""

    cell: str
    needed: bool = False
    device: str = ""  # what lesson code gets as `tutor.kit.device`, e.g. "cpu", "cuda:0"


class Text(Event, frozen=True):
    """What was printed since the last one, free of terminal control.

    One exception, so that progress bars can be drawn: a carriage return as the very first
    character says that the rest replaces the unfinished last line of the Text before it, which
    is then of the same stream (see `joined`).
    """

    text: str
    stream: Literal["out", "err"] = "out"


class Points(Event, frozen=True):
    """New points of a curve that grows (`live.log`)."""

    series: str
    x: bytes  # float64, native order
    y: bytes  # the same length; may hold NaN and infinity
    seen: int = 0  # steps logged so far, before any were merged


class Curve(Event, frozen=True):
    """A whole curve at once (`live.curve`); one of the same name replaces it."""

    series: str
    x: bytes
    y: bytes
    style: Literal["line", "points", "both"] = "line"


class Table(Event, frozen=True):
    """Rows to show as a table (`live.table`)."""

    header: list[str]
    rows: list[list[str]]
    title: str = ""


class Progress(Event, frozen=True):
    """How far a loop is (`live.track`)."""

    label: str
    done: int
    total: int | None
    rate: float  # steps per second


class Value(Event, frozen=True):
    """The value of a cell's last expression, or of an evaluated one, as text."""

    text: str


class Raised(Event, frozen=True):
    """An exception left the cell."""

    kind: str  # "ZeroDivisionError"
    message: str
    traceback: str  # only the lesson's own lines; ends with "kind: message"
    cell: str  # whose code it was: the run cell or one that it needs
    line: int | None  # in the source of that cell, from 1


class DataNeeded(Event, frozen=True):
    """A data set is asked for that isn't there."""

    name: str


class Finished(Event, frozen=True):
    """The end of one cell (`needed`) or of the whole run. Always the last event of a run."""

    cell: str
    outcome: Literal["done", "raised", "stopped", "died"]
    seconds: float
    steps: int = 0  # calls of live.log or rounds of live.track, whichever is more
    needed: bool = False


class Died(Event, frozen=True):
    """The runner is gone. `Finished(outcome="died")` follows, and a new runner is started."""

    reason: str  # "It was killed by signal 11 (segmentation fault)."
    advice: str  # what to do, one sentence
    forgotten: bool = True  # whether names made so far are lost


AnyEvent = (
    Started | Text | Points | Curve | Table | Progress | Value | Raised
    | DataNeeded | Finished | Died
)  # fmt: skip


def joined(shown: str, text: str) -> str:
    """What is to be seen once a Text event's text comes after what is shown already."""
    if text.startswith("\r"):
        return shown[: shown.rfind("\n") + 1] + text[1:]
    return shown + text


_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_events: msgspec.msgpack.Decoder[AnyEvent] = msgspec.msgpack.Decoder(AnyEvent)


class BadFrame(Exception):
    """Bytes on the channel that are not a message: the other side is not to be trusted."""


def encode(message: Message) -> bytes:
    """A whole frame, length first."""
    body = _encoder.encode(message)
    return _LENGTH.pack(len(body)) + body


def decode_event(body: bytes) -> AnyEvent:
    """The event in a frame's body; BadFrame if it is none."""
    try:
        return _events.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFrame(str(error)) from error


def decode_request(body: bytes) -> Request:
    """The request in a frame's body; BadFrame if it is none."""
    try:
        return _requests.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFrame(str(error)) from error


def frame_length(header: bytes) -> int:
    """Length of the body behind a four-byte header; BadFrame if it cannot be one."""
    (length,) = _LENGTH.unpack(header)
    if length > MAX_FRAME:
        raise BadFrame(f"a frame of {length} bytes")
    return int(length)
