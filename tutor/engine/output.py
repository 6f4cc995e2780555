"""From a running cell to the channel: gathers, merges, thins, and sends about 30 times a second.

Everything a run has to say goes through one list, in order, and one thread takes it from
there and is the only one that writes to the channel. So whatever the cell's thread does here
is a single atomic `append`, and an interrupt that raises in the middle of it breaks nothing.

Descriptors 1 and 2 are pipes that the same thread reads: prints of native code and of
subprocesses arrive too. In a process that lesson code forks, that thread doesn't exist; there
Python's prints go to the descriptors as well, and nothing touches the channel.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import itertools
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal, cast

from msgspec.structs import replace

from tutor.engine import channel as wire
from tutor.engine import protocol
from tutor.engine.limits import lifted
from tutor.engine.merging import NAME_CHARS, Begin, End, RunOutput, Stream
from tutor.engine.protocol import Event
from tutor.engine.screen import clean
from tutor.engine.streams import NoInput, Output
from tutor.kit import hook
from tutor.kit.hook import Numbers

MANY_ENTRIES = 200_000  # waiting entries at which the cell waits for the sender
MANY_CHARS = 1 << 21  # waiting characters, likewise
MANY_LARGE = 32  # waiting surfaces and images, likewise
GATHER_SECONDS = 0.003  # from the first thing after a silence to sending it and what follows
PIPE_BYTES = 1 << 16  # read from a pipe at once
NATIVE_READS = 4  # in one go
LAST_READS = 4096  # likewise, at the end of a run
_PROCESSES = frozenset(
    ("subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn")
)
CLOSED = 70  # exit status when the channel is gone


# The points of one call of `live.log`; a stream and printed text; or something rare.
Entry = tuple[float, dict[str, float]] | tuple[str, str] | Event | Begin | End


class Collector:
    """Gathers what runs say and sends it; what the kit's live calls talk to (`hook.Sink`)."""

    def __init__(self, channel: socket.socket, *, chars: int, frames_per_second: float) -> None:
        self.entries: list[Entry] = []
        self.record: Callable[[Any], None] = self.entries.append  # an Entry
        self.alert = True
        self.stop_asked = False
        self._channel = channel
        self._chars = chars
        self._pause = 1 / frames_per_second
        self._idle = False
        self._forked = False
        self._direct = False  # Python's prints go to the descriptors, as native ones do
        self._written = self._taken = 0  # characters, ever
        self._full = False  # nothing more that is printed can be shown
        self._lost = 0  # characters that were cut and never recorded
        self._large = self._large_taken = 0  # surfaces and images, ever
        self._rounds: dict[int, int] = {}
        self._ended = threading.Event()
        self._current: RunOutput | None = None
        self._wake_in, self._wake_out = os.pipe()
        os.set_blocking(self._wake_in, False)
        os.set_blocking(self._wake_out, False)
        self._entrances: dict[int, int] = {}  # our own copies of descriptors 1 and 2
        self._pipes = {self._pipe_to(1): "out", self._pipe_to(2): "err"}
        self._readable: set[int] = set()  # pipes that hold something
        decoder = codecs.getincrementaldecoder("utf-8")
        self._decoders = {stream: decoder("replace") for stream in ("out", "err")}
        self._libc = ctypes.CDLL(None)

    def start(self) -> None:
        """Begin to send; from now on forked children leave the channel alone."""
        os.register_at_fork(after_in_child=self._after_fork)
        sys.addaudithook(self._notice_processes)
        threading.Thread(target=self._loop, name="tutor output", daemon=True).start()
        hook.sink = self

    # --- the cell's side: main thread, or any that lesson code starts --------------------------

    def begin(self, begin: Begin, *first: Event) -> None:
        """All that comes now belongs to this run; `first` are its first events."""
        self._restore_streams()
        self.stop_asked = False
        self._rounds = {}
        self._lost = 0
        self._full = self._direct = False
        self._ended.clear()
        self.record(begin)
        for event in first:
            self.record(event)
        self._wake()

    def finish(self, end: End) -> None:
        """Send what is pending and the end of the run; returns when it is sent."""
        self._libc.fflush(None)
        self.record(end)
        self._wake()
        self._ended.wait()

    def post(self, event: Event) -> None:
        """Send an event in its turn."""
        self.record(event)
        self._wake_if_idle()

    def post_now(self, event: Event) -> None:
        """Send an event in its turn, without waiting for others to go with it."""
        self.record(event)
        self._wake()

    def write(self, stream: str, text: str) -> None:
        """Print: what sys.stdout and sys.stderr call."""
        if self._full and not self._forked:
            self._lost += len(text)
            return
        if len(text) > self._chars + MANY_CHARS and not self._forked:
            self._lost += len(text) - self._chars  # will be cut anyway: don't keep it
            text = text[: self._chars]
        if self._direct:
            _write_all(1 if stream == "out" else 2, text)
            return
        self.record((stream, text))
        self._written += len(text)
        self._wake_if_idle()
        if self._written - self._taken > MANY_CHARS or len(self.entries) > MANY_ENTRIES:
            self._wait()

    def attend(self) -> None:
        """Do what `alert` asks for: stop, wake the sender, wait for it."""
        if self.stop_asked:
            raise KeyboardInterrupt
        self._wake_if_idle()
        if len(self.entries) > MANY_ENTRIES:
            self._wait()

    def ask_to_stop(self) -> None:
        """Let the next `live.log` or round of `live.track` raise KeyboardInterrupt."""
        self.stop_asked = self.alert = True

    def curve(self, series: str, x: Numbers, y: Numbers, style: str) -> None:
        """Show a whole curve; x and y have the same length."""
        kind = cast(Literal["line", "points", "both"], style)
        self.post(protocol.Curve(0, clean(series)[:NAME_CHARS], x.tobytes(), y.tobytes(), kind))

    def surface(self, event: protocol.Surface) -> None:
        """Show an objective with paths."""
        paths = [replace(path, name=clean(path.name)[:NAME_CHARS]) for path in event.paths]
        marks = [(clean(name)[:NAME_CHARS], x, y) for name, x, y in event.marks]
        name = clean(event.name)[:NAME_CHARS]
        self._post_large(replace(event, name=name, paths=paths, marks=marks))

    def images(self, event: protocol.Images) -> None:
        """Show images."""
        named = [replace(each, label=clean(each.label)[:NAME_CHARS]) for each in event.pictures]
        self._post_large(replace(event, pictures=named, title=clean(event.title)))

    def data(self, event: protocol.DataUsed) -> None:
        """Say which data is used."""
        self.post(replace(event, title=clean(event.title), detail=clean(event.detail)))

    def _post_large(self, event: Event) -> None:
        """Send a picture; a loop that draws without end waits for a slow parent here."""
        self._large += 1
        self.post(event)
        while self._large - self._large_taken > MANY_LARGE and not self._forked:
            time.sleep(0.002)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
        """Show a table of text."""
        body = [[clean(cell) for cell in row] for row in rows]
        self.post(protocol.Table(0, [clean(cell) for cell in header], body, clean(title)))

    def progress(self, label: str, done: int, total: int | None, rate: float) -> None:
        """Show how far a loop is."""
        self.post(protocol.Progress(0, clean(label)[:NAME_CHARS], done, total, rate))

    def rounds(self, depth: int, count: int) -> None:
        """Count rounds of a tracked loop, `depth` loops deep."""
        self._rounds[depth] = self._rounds.get(depth, 0) + count

    def _pipe_to(self, number: int) -> int:
        """Make a pipe whose entrance will be descriptor `number`; returns its exit."""
        exit_, self._entrances[number] = os.pipe()
        os.set_blocking(exit_, False)
        return exit_

    def _restore_streams(self) -> None:
        """Fresh standard streams for a run, whatever the last one did to them."""
        for number, entrance in self._entrances.items():
            os.dup2(entrance, number)
        sys.stdin = sys.__stdin__ = NoInput()  # type: ignore[assignment,misc]
        for name, number in (("out", 1), ("err", 2)):
            stream = Output(cast(Stream, name), self.write, number)
            setattr(sys, f"std{name}", stream)
            setattr(sys, f"__std{name}__", stream)

    def _notice_processes(self, event: str, _args: object) -> None:
        # Once there are other processes, their prints and ours keep their order only if both
        # take the same way.
        if event in _PROCESSES:
            self._direct = True

    def _wait(self) -> None:
        # Short sleeps and no lock: an interrupt may raise here.
        while len(self.entries) > MANY_ENTRIES or self._written - self._taken > MANY_CHARS:
            time.sleep(0.002)

    def _wake_if_idle(self) -> None:
        if self._idle:
            self._wake()

    def _wake(self) -> None:
        self._idle = False
        with contextlib.suppress(OSError):  # full: it is awake; closed: the cell closed it
            os.write(self._wake_out, b".")

    def _after_fork(self) -> None:
        # Runs in a child that lesson code has forked. A child that could write frames would
        # mix them with its parent's; and the channel must end when the runner does.
        self._forked = self._direct = True
        self._idle = self.alert = self.stop_asked = False
        self.record = _nowhere
        self.entries.clear()
        hook.sink = None
        ours = (self._wake_in, self._wake_out, *self._pipes, *self._entrances.values())
        for number in (self._channel.fileno(), *ours):
            with contextlib.suppress(OSError):
                os.close(number)
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGINT, signal.default_int_handler)

    # --- the sender's side: one thread --------------------------------------------------------

    def _loop(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            while True:
                self._rest()
                self._pass_on()
                self._pace(self._pause)
        except BaseException:
            # Without a channel nobody hears what could be said. The parent takes the end of
            # the channel for the runner's death, whatever the reason.
            os._exit(CLOSED)

    def _rest(self) -> None:
        """Sleep until there is something to do, then let a little more gather."""
        self._idle = self.alert = True
        slept = not self.entries
        if slept:
            self._poll([self._wake_in, *self._pipes], None)
        self._idle = False
        self.alert = self.stop_asked
        if slept:
            self._pace(GATHER_SECONDS)

    def _pace(self, seconds: float) -> None:
        """Let things gather for a while, unless something is urgent."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            quiet = [number for number in self._pipes if number not in self._readable]
            if self._poll([self._wake_in, *quiet], left):
                return
            if self._full:  # nobody will read it, but whoever prints it must not wait
                for stream, text in self._native():
                    self._take_all(stream, [(stream, text)])

    def _poll(self, numbers: Sequence[int], seconds: float | None) -> bool:
        """Wait until one of these can be read; returns whether the cell's side called."""
        poll = select.poll()
        for number in numbers:
            poll.register(number, select.POLLIN)
        called = False
        for number, event in poll.poll(None if seconds is None else seconds * 1000):
            if event & select.POLLNVAL:
                raise OSError("the cell has closed the runner's descriptors")
            if number == self._wake_in:
                os.read(number, 4096)
                called = True
            else:
                self._readable.add(number)
        return called

    def _pass_on(self) -> None:
        batch = self.entries[:]
        del self.entries[: len(batch)]
        ends = bool(batch) and isinstance(batch[-1], End)
        if ends:
            self._readable.update(self._pipes)
        native = self._native(LAST_READS if ends else NATIVE_READS)
        batch[-1 if ends else len(batch) : len(batch) - ends] = native
        for kind, entries in itertools.groupby(batch, _kind):
            together = list(entries)
            try:
                self._take_all(kind, together)
            except MemoryError:  # the cell holds it all; what it has said must still get out
                with lifted():
                    self._take_all(kind, together)
        if self._current is not None:
            self._send(self._current.pending())
            self._full = self._current.full

    def _take_all(self, kind: str, entries: list[Any]) -> None:
        """Take entries of one kind: points, texts of one stream, or something rare."""
        current = self._current
        if kind == "":
            for entry in entries:
                self._take(entry)
        elif kind == "points":
            if current is not None:
                current.points(entries)
        else:
            text = "".join([text for _stream, text in entries])
            self._taken += len(text)
            if current is not None:  # otherwise from a thread that has outlived its run
                current.text(cast(Stream, kind), text)

    def _take(self, entry: Event | Begin | End) -> None:
        self._large_taken += isinstance(entry, protocol.Surface | protocol.Images)
        if isinstance(entry, Begin):
            self._current = RunOutput(entry, self._chars)
        elif self._current is None:
            return
        elif isinstance(entry, End):
            self._current.lose(self._lost)
            self._send(self._current.close(entry, max(self._rounds.values(), default=0)))
            self._current = None
            self._ended.set()
        else:
            self._send(self._current.message(entry))

    def _native(self, most: int = NATIVE_READS) -> list[tuple[str, str]]:
        """What is in the pipes, in at most so many readings of each."""
        found: list[tuple[str, str]] = []
        for number in sorted(self._readable):
            stream = self._pipes[number]
            for _ in range(most):
                try:
                    data = os.read(number, PIPE_BYTES)
                except BlockingIOError:
                    self._readable.discard(number)
                    break
                text = self._decoders[stream].decode(data)
                self._taken -= len(text)  # the cell never waits for these: the pipe does
                found.append((stream, text))
        return found

    def _send(self, messages: Sequence[Event]) -> None:
        self.alert = True  # the cell then looks whether it must wait for a slow parent
        for message in messages:
            wire.send(self._channel, message)
        self.alert = self.stop_asked


def _kind(entry: Entry) -> str:
    """ "points", the stream of a text, or nothing for what is rare."""
    if type(entry) is not tuple:
        return ""
    name = entry[0]
    return name if type(name) is str else "points"


def _nowhere(_entry: Entry) -> None:
    """Where the entries of a forked process go; what it prints goes to its descriptors."""


def _write_all(number: int, text: str) -> None:
    data = memoryview(text.encode("utf-8", "replace"))
    with contextlib.suppress(OSError):
        while data:
            data = data[os.write(number, data) :]
