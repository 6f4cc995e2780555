"""A runner of our own for tests: `serve` in a fresh process, driven over a socket pair."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from tutor.engine import protocol
from tutor.engine.protocol import AnyEvent

FILE = "lessons/first/lesson.md"
# Imports torch once, then forks runners, as the host does; beside each a process that waits for
# it. Each request brings the runner's channel and a pipe for its process id and exit status.
FORKS = """
import os, signal, socket, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
from tutor.engine.limits import Limits
from tutor.engine.runner import serve
wire = socket.socket(fileno=int(sys.argv[1]))
while True:
    limits, (channel, report), _, _ = socket.recv_fds(wire, 4096, 2)
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        wire.close()
        runner = os.fork()
        if runner == 0:
            os.close(report)
            serve(socket.socket(fileno=channel), Limits(**eval(limits)))
            os._exit(0)
        os.close(channel)
        os.write(report, b"%d\\n" % runner)
        os.write(report, b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(runner, 0)[1]))
        os._exit(0)
    os.close(channel)
    os.close(report)
"""

Kind = TypeVar("Kind")


@functools.cache
def _forks() -> socket.socket:
    """Where runners are asked for; the process ends when this one closes the socket."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", FORKS, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1", "TUTOR_DEVICE": "cpu"},
        )
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


class Runner:
    """One runner process and our end of its channel."""

    def __init__(self, **limits: Any) -> None:
        self.channel, theirs = socket.socketpair()
        self.channel.settimeout(60)
        reading, writing = os.pipe()
        socket.send_fds(_forks(), [repr(limits).encode()], [theirs.fileno(), writing])
        theirs.close()
        os.close(writing)
        self._report = os.fdopen(reading)
        self.pid = int(self._report.readline())
        self._runs = 0

    def ask(self, source: str, *, cell: str = "one", line: int = 1, **more: Any) -> int:
        """Send an Execute; returns its run."""
        self._runs += 1
        more = {"seed": 0, "filename": FILE, **more}
        self.send(protocol.Execute(self._runs, cell, source, line=line, **more))
        return self._runs

    def send(self, message: protocol.Message) -> None:
        self.channel.sendall(protocol.encode(message))

    def events(self) -> Iterator[AnyEvent]:
        """Events up to Finished; EOFError when the runner is gone."""
        while True:
            event = self.event()
            yield event
            if isinstance(event, protocol.Finished):
                return

    def event(self) -> AnyEvent:
        return protocol.decode_event(self._exactly(protocol.frame_length(self._exactly(4))))

    def run(self, source: str, **more: Any) -> list[AnyEvent]:
        """Run a cell to its end."""
        run = self.ask(source, **more)
        found = list(self.events())
        assert {event.run for event in found} == {run}
        return found

    def evaluate(self, source: str, mode: str = "value", seed: int = 0) -> list[AnyEvent]:
        self._runs += 1
        self.send(protocol.Evaluate(self._runs, source, mode, seed))  # type: ignore[arg-type]
        return list(self.events())

    def interrupt(self) -> None:
        os.kill(self.pid, signal.SIGINT)

    def stop_after(self, seconds: float, source: str, again: float = 0.0) -> list[AnyEvent]:
        """Run a cell, interrupt it, and once more if asked."""
        self.ask(source)
        found = [self.event()]
        time.sleep(seconds)
        self.interrupt()
        if again:
            time.sleep(again)
            self.interrupt()
        return found + list(self.events())

    def wait(self, seconds: float) -> int:
        """The exit status of the process, once it has ended."""
        ready, _, _ = select.select([self._report], [], [], seconds)
        assert ready, "the runner has not ended"
        return int(self._report.readline())

    def close(self) -> None:
        self.channel.close()
        with contextlib.suppress(AssertionError, ValueError):
            self.wait(5)
        self._report.close()

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = self.channel.recv(size - len(data))
            if not more:
                raise EOFError
            data += more
        return data


def one(events: Sequence[AnyEvent], kind: type[Kind]) -> Kind:
    """The only event of a kind."""
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, events
    return found[0]


def every(events: Sequence[AnyEvent], kind: type[Kind]) -> list[Kind]:
    return [event for event in events if isinstance(event, kind)]


def text(events: Sequence[AnyEvent], stream: str | None = None) -> str:
    """Everything that was printed, unfinished lines replaced as the app does."""
    shown = ""
    for event in events:
        if isinstance(event, protocol.Text) and stream in (None, event.stream):
            shown = protocol.joined(shown, event.text)
    return shown


def value(events: Sequence[AnyEvent]) -> str:
    """The text of the only Value."""
    return one(events, protocol.Value).text


def outcome(events: Sequence[AnyEvent]) -> str:
    return one(events, protocol.Finished).outcome


def points(events: Sequence[AnyEvent], series: str) -> tuple[np.ndarray, np.ndarray]:
    """All points of a series."""
    found = [e for e in events if isinstance(e, protocol.Points) and e.series == series]
    xs = [np.frombuffer(event.x) for event in found]
    ys = [np.frombuffer(event.y) for event in found]
    return np.concatenate(xs or [np.zeros(0)]), np.concatenate(ys or [np.zeros(0)])
