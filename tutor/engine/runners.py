"""A runner as the app sees it, and what the two ways of making one have in common."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from tutor.engine import children, protocol
from tutor.engine.channel import read_event
from tutor.engine.protocol import AnyEvent, Message

GRACE = 0.3  # seconds between the end of a channel and the end of its process


class EngineError(Exception):
    """No runner can be had. Has the reason, and advice, for the learner."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Exit:
    """How a runner ended: `status` as in subprocess; None if nobody saw it.

    `why` is "processes" or "memory" if it was killed for using too much, and "host" if it
    went with its host.
    """

    status: int | None
    why: str = ""


@dataclass(eq=False, slots=True)
class Runner:
    """A live runner: its channel, and the means to interrupt and to end it."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    exited: asyncio.Future[Exit]
    early: bool = False  # made before every slow import was done
    watch: Callable[[bool], None] = lambda _on: None  # count its processes, or stop that
    press: Callable[[], None] | None = None  # another way to interrupt, without signals
    # Where nobody else would wake a paused process when the app has died: begins to look after
    # it, and gives back what ends that.
    guard: Callable[[], Callable[[], None]] | None = None
    _closed: bool = field(default=False, init=False)
    _heard: int = field(default=0, init=False)
    _waiting: bool = field(default=False, init=False)
    _paused: bool = field(default=False, init=False)
    _unguard: Callable[[], None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.exited.add_done_callback(lambda _: self._expect_the_end(-1))
        self.exited.add_done_callback(lambda _: self._relieve())

    def send(self, message: Message) -> None:
        """Send a request. One that nobody receives is found out by reading."""
        self.writer.write(protocol.encode(message))

    async def read(self) -> tuple[AnyEvent, int] | None:
        """The next event and its size; None at the end; BadFrame for junk."""
        self._waiting = True
        try:
            return await read_event(self.reader)
        finally:
            self._waiting = False
            self._heard += 1

    def _expect_the_end(self, heard: int) -> None:
        # The process is gone, but a child of it that nobody can end may hold its channel
        # open. What it wrote is still read; when nothing more comes, that is the end.
        if self._waiting and heard == self._heard:
            self.close()
        elif not self._closed:
            loop = self.exited.get_loop()
            if not loop.is_closed():
                loop.call_later(GRACE, self._expect_the_end, self._heard)

    def interrupt(self) -> None:
        """Interrupt what it is running, as ctrl+C would."""
        if self.press is not None:
            self.press()
        else:
            self._signal(signal.SIGINT)
        self.resume()  # a paused process hears of no signal; the interrupt is the first it hears

    def terminate(self) -> None:
        """Ask the process to end; most can't refuse."""
        self._signal(signal.SIGTERM)
        self.resume()

    def pause(self) -> None:
        """Let its whole group stand still until `resume`; nothing where that can't be done.

        It can be killed meanwhile, and what it has sent can be read. What has left the group
        goes on.
        """
        if sys.platform == "win32" or self._paused or self.exited.done():
            return
        self._paused = True
        if self.guard is not None:
            self._unguard = self.guard()
        self._signal_group(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on, if it was paused."""
        if sys.platform == "win32" or not self._paused:
            return
        self._paused = False
        if not self.exited.done():
            self._signal_group(signal.SIGCONT)
        self._relieve()

    def _relieve(self) -> None:
        """Nobody need look after it any more."""
        if self._unguard is not None:
            self._unguard()
            self._unguard = None

    def kill(self) -> None:
        """End it and its whole group. What has left the group is ended when it is reaped."""
        if self.exited.done():
            return
        if sys.platform == "win32":
            self._signal(signal.SIGTERM)
        else:
            self._signal_group(signal.SIGKILL)

    async def end(self) -> Exit:
        """Kill it, and wait until it is known to be gone (two seconds at most)."""
        self.close()
        self.kill()
        return await self.wait(2.0)

    def is_dead(self) -> bool:
        """Whether the system says that the process has ended (Linux only)."""
        return sys.platform == "linux" and not children.is_alive(self.pid)

    def is_gone(self) -> bool:
        """Whether it has ended, or its channel has, as far as can be told now."""
        return self.exited.done() or self.reader.at_eof() or self.is_dead()

    def close(self) -> None:
        """Close the channel."""
        if not self._closed:
            self._closed = True
            with contextlib.suppress(Exception):
                self.writer.transport.abort()

    async def wait(self, seconds: float) -> Exit:
        """How it ended, or `Exit(None)` if that doesn't become known in time."""
        done, _ = await asyncio.wait({self.exited}, timeout=seconds)
        return self.exited.result() if done else Exit(None)

    def _signal_group(self, number: int) -> None:
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)
        self._signal(number)  # it may have left its own group

    def _signal(self, number: int) -> None:
        # Once reaped, its number may belong to somebody else.
        if not self.exited.done():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, number)


class Source(Protocol):
    """Makes runners: by forking a host, or by keeping a spare process ready."""

    on_ready: Callable[[], None] | None  # called when everything slow has been imported
    troubles: tuple[str, ...]  # what could not be imported, in words

    @property
    def ready(self) -> bool:
        """Whether runners made from now on have everything imported."""

    async def start(self) -> None:
        """Start what runners are made from. Does not wait for its imports."""

    async def runner(self) -> Runner:
        """A fresh runner; EngineError if there can be none."""

    def use(self, device: str) -> None:
        """Make runners with another device ("auto": the best) from now on."""

    async def close(self) -> None:
        """End everything that was started."""
