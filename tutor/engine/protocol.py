"""What the app and a runner say to each other.

Messages are msgspec structs, encoded with msgpack, each behind its length in four bytes
(big-endian), on a descriptor of their own. Nothing is ever unpickled. `Died` and `Restarted`
are never sent: the parent makes them when a channel ends.
"""

from __future__ import annotations

import struct
from typing import Literal

import msgspec

from tutor.engine.messages import Event as Event
from tutor.engine.messages import Message as Message
from tutor.engine.pictures import Contour as Contour
from tutor.engine.pictures import Curve as Curve
from tutor.engine.pictures import Images as Images
from tutor.engine.pictures import Path as Path
from tutor.engine.pictures import Picture as Picture
from tutor.engine.pictures import Points as Points
from tutor.engine.pictures import Surface as Surface
from tutor.engine.pictures import Table as Table
from tutor.engine.verdicts import CaseResult, Report, Verdict

MAX_FRAME = 8 * 1024 * 1024  # bytes; a longer frame is taken for the end of the channel
MAX_RECORDING = MAX_FRAME - 4096  # bytes of one, so that it fits into Recorded and Compare
_LENGTH = struct.Struct(">I")


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
    may_ask: bool = False  # whether the learner can be asked for a data set that isn't here


class Evaluate(Message, frozen=True):
    """Evaluate an expression, or run code for its output, in a copy of the namespace."""

    run: int
    source: str
    mode: Literal["value", "output"]
    seed: int


class Parameter(msgspec.Struct, frozen=True, array_like=True):
    """One parameter of a function, as the starter declares it."""

    name: str
    kind: Literal["positional", "keyword", "positionals", "keywords"]  # the last two: *a, **k
    default: bool = False


class Provided(msgspec.Struct, frozen=True, array_like=True):
    """A name that the learner's file must define."""

    name: str
    kind: Literal["function", "class", "value"]
    parameters: list[Parameter] = []  # of a function, or of a class's __init__ without self


class Brief(msgspec.Struct, frozen=True, array_like=True):
    """What a player and a judge know of an exercise. The reference is not in it."""

    key: str  # changes whenever the cases, the reference, a convention or the seed do
    exercise: str
    provides: list[Provided]
    check: str  # source of check.py
    seed: int = 0
    seconds: float = 10.0  # for one case, and for loading the file


class Play(Message, frozen=True):
    """Load a solution and play the cases with it, in a runner that is used for nothing else.

    Answered by Loaded, Listed, then Begun and Recorded for each case, then Finished.
    """

    run: int
    brief: Brief
    code: str
    filename: str  # shown in tracebacks, e.g. "sgd.py"
    only: list[str] = []  # names of cases; all if empty
    folder: str = ""  # where to be while it plays: relative files of the code land there


class Learn(Message, frozen=True):
    """To a judge: play the cases with the reference and keep its recordings.

    Each convention is played as well: who agrees with it instead is as right.

    Answered by Listed, then Finished ("raised" with a Raised event before it if the exercise
    itself is broken). Knows it already: answers at once.
    """

    run: int
    brief: Brief
    reference: str  # source of reference.py
    conventions: list[tuple[str, str]] = []  # name and source of other right ways to define it


class Compare(Message, frozen=True):
    """To a judge: compare a recording with the reference's, and keep it under `who`.

    Answered by Checked, then Finished.
    """

    run: int
    key: str  # of the brief
    who: str  # "learner", or "wrong/NAME" for a wrong solution of the exercise
    data: bytes  # a recording, as the player sent it


class Diagnose(Message, frozen=True):
    """To a judge: which of the wrong solutions does the learner's recordings look like?

    Answered by Diagnosed, then Finished.
    """

    run: int
    key: str


Origin = Literal["yours", "reference"]


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A name of `tutor.mine`, and the code that makes it."""

    name: str
    exercise: str  # names of one exercise come from one module
    source: str
    origin: Origin
    instead: str = ""  # the reference's source, should the learner's not load any more


class Provide(Message, frozen=True):
    """What `tutor.mine` gives from now on, in the code that follows. Not answered."""

    entries: list[Entry]  # in a fixed order, so that two of them can be compared
    names: list[str]  # all that the course provides, for the closest one to a wrong name


class Quit(Message, frozen=True):
    """End the runner in good order."""


Request = Execute | Evaluate | Play | Learn | Compare | Diagnose | Provide | Quit


# --- events: runner to parent ----------------------------------------------------------------


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


class Using(Event, frozen=True):
    """Whose code the asked-for cell uses, right after its Started. Made by the parent.

    Another one replaces it: an attempt may turn out not to load any more.
    """

    uses: list[tuple[str, Origin]]  # names of tutor.mine, sorted
    notes: list[str] = []  # why a reference is used where there is an attempt that passed


class Unusable(Event, frozen=True):
    """The learner's code for an exercise could not be loaded; the reference is used instead."""

    exercise: str
    why: str  # "NameError: name 'x' is not defined"


class DataNeeded(Event, frozen=True):
    """A data set is asked for that isn't here: ask the learner, and run again.

    `Finished(outcome="data")` follows.
    """

    name: str  # as in the registry


class DataUsed(Event, frozen=True):
    """Which data a cell works with; also sent for what the cells under it have loaded."""

    name: str  # as in the registry
    title: str  # "Fashion-MNIST"
    kind: Literal["real", "synthetic"]
    detail: str = ""  # how much of it: "4000 training and 1000 test images"


class Loaded(Event, frozen=True):
    """A player has loaded the solution. With a fault it plays no case."""

    printed: str
    notes: list[str]
    fault: Report | None = None


class Listed(Event, frozen=True):
    """The cases that are going to be played, in order: name and title of each."""

    cases: list[tuple[str, str]]


class Begun(Event, frozen=True):
    """A case begins."""

    case: str


class Recorded(Event, frozen=True):
    """A case was played; only a judge can read the recording."""

    case: str
    data: bytes


class Checked(Event, frozen=True):
    """A case was compared with the reference."""

    result: CaseResult


class Judged(Event, frozen=True):
    """The verdict of a check. Made by the parent."""

    verdict: Verdict


class Diagnosed(Event, frozen=True):
    """The wrong solution that the learner's looks like: a key of Exercise.feedback, or ""."""

    name: str
    certain: bool = True  # the same in all cases, not only at the first difference
    late: bool = False  # no name, and there was no time to look at all wrong solutions


class Finished(Event, frozen=True):
    """The end of one cell (`needed`) or of the whole run. Always the last event of a run."""

    cell: str
    outcome: Literal["done", "raised", "stopped", "died", "data"]  # "data": see DataNeeded
    seconds: float
    steps: int = 0  # calls of live.log or rounds of live.track, whichever is more
    needed: bool = False


class Kept(Event, frozen=True):
    """Names that a cell which was stopped had bound by then, of those that it defines."""

    names: list[str]


class Paused(Event, frozen=True):
    """Something that was begun later has the cores; this waits. Made by the parent.

    Another one replaces it: what it waits for may change.
    """

    by: str  # "train", "the check of sgd"


class Resumed(Event, frozen=True):
    """What was paused goes on. Made by the parent."""

    seconds: float  # for how long it was paused


class Died(Event, frozen=True):
    """The runner is gone. `Finished(outcome="died")` follows, and a new runner is started."""

    reason: str  # "It was killed by signal 11 (segmentation fault)."
    advice: str  # what to do, one sentence
    forgotten: bool = True  # whether names made so far are lost


AnyEvent = (
    Started | Text | Points | Curve | Surface | Images | Table | Progress | Value | Raised
    | Using | Unusable | DataNeeded | DataUsed
    | Loaded | Listed | Begun | Recorded | Checked | Judged | Diagnosed
    | Kept | Paused | Resumed | Finished | Died
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
