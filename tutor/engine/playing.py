"""One solution, played in a process of its own that is ended afterwards: the parent's side.

What comes from there is the learner's word, whoever wrote it: a solution may have found the
channel and speak in the player's name. So only what a player has to say is passed on, and all
of it can only be held against the solution.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal

import msgspec

from tutor.engine import deaths, protocol
from tutor.engine.lease import Lease
from tutor.engine.limits import Limits
from tutor.engine.protocol import BadFrame, Begun, Finished, Loaded, Raised, Recorded
from tutor.engine.runners import GRACE, EngineError, Exit, Runner, Source
from tutor.engine.turns import Clock

PATIENCE = 2.0  # seconds without a word beyond what a case may take: its own alarm has failed
TOTAL = 60.0  # seconds for a whole play

Taken = Loaded | Begun | Recorded


@dataclass(frozen=True, slots=True)
class Ended:
    """How a play came to its end, and why in words if it wasn't a good one."""

    how: Literal["done", "raised", "died", "timeout"]
    why: str = ""


class Player:
    """A fresh process for one play. `end` it in any case."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._lease = Lease(source)
        self._limits = limits
        self._folder = ""  # made for the play: what the code writes beside itself lands there
        self._paused = False
        self._clock: Clock | None = None  # while it plays
        self._limit: tuple[asyncio.Timeout, float] | None = None  # and by that clock, when

    def prepare(self) -> None:
        """Have the process made ahead of need."""
        self._lease.prepare()

    def renew(self) -> None:
        """Have another made if this one lacks what has been imported since."""
        self._lease.renew()

    def pause(self) -> None:
        """Let the play stand still, and its time limits with it, until `resume`."""
        self._paused = True
        if self._clock is not None and self._lease.present is not None:
            self._lease.present.pause()
            self._clock.pause()
            self._set_limit()

    def resume(self) -> float:
        """Let it go on; for how many seconds it stood still."""
        self._paused = False
        if self._clock is None or self._lease.present is None:
            return 0.0
        self._lease.present.resume()
        stood = self._clock.resume()
        self._set_limit()
        return stood

    def _set_limit(self) -> None:
        """Put the limit on the next word where the clock says."""
        if self._limit is not None and self._clock is not None:
            timeout, due = self._limit
            now = asyncio.get_running_loop().time()
            with contextlib.suppress(RuntimeError):  # it is over already
                timeout.reschedule(None if self._clock.paused else now + due - self._clock.seconds)

    async def play(
        self, request: protocol.Play, patience: float
    ) -> AsyncGenerator[Taken | Ended, None]:
        """What the player says, in order; the last is Ended.

        `patience`: seconds that a case may take. EngineError if no process can be had.
        """
        runner = await self._lease.get(asyncio.Event())
        assert runner is not None  # nobody sets that event
        runner.watch(True)
        self._clock = clock = Clock()
        if self._paused:
            self.pause()
        self._folder = _scratch()
        runner.send(msgspec.structs.replace(request, folder=self._folder))
        told: Raised | None = None
        while True:
            due = min(clock.seconds + patience + PATIENCE, TOTAL)
            try:
                async with asyncio.timeout(None) as timeout:
                    self._limit = timeout, due
                    self._set_limit()
                    read = await runner.read()
            except TimeoutError:
                yield Ended("timeout", _too_long(patience, clock.seconds > TOTAL))
                return
            except BadFrame as error:
                why = deaths.explain_player(Exit(None), self._limits, junk=str(error)[:80])
                yield Ended("died", why)
                return
            finally:
                self._limit = None
            if read is None:
                yield Ended("died", await self._autopsy(runner))
                return
            event = read[0]
            if event.run != request.run:
                continue
            if isinstance(event, Raised):
                told = event
            elif isinstance(event, Finished):
                yield _ending(event, told)
                return
            elif isinstance(event, Taken):
                yield event

    async def _autopsy(self, runner: Runner) -> str:
        """Why the process is gone, in words."""
        ended = await runner.wait(GRACE)
        if ended.status is None and not ended.why and runner.is_dead():
            ended = await runner.wait(2.0)  # its host is importing, and will tell
        if ended.why == "host":
            raise EngineError(*deaths.explain(ended, self._limits)[:1], "Check it again.")
        return deaths.explain_player(ended, self._limits)

    async def end(self) -> None:
        """End the process, and all that it has started, and take away what it has written."""
        try:
            await self._lease.close()
        finally:
            folder, self._folder = self._folder, ""
            if folder:
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _scratch() -> str:
    """A new folder; "" if none can be made, on a full disk for instance."""
    try:
        return tempfile.mkdtemp(prefix="tutor-")
    except OSError:
        return ""


def _ending(event: Finished, told: Raised | None) -> Ended:
    if event.outcome == "done" and told is None:
        return Ended("done")
    if event.outcome == "stopped":
        return Ended("died", "The code interrupted itself.")
    if told is not None and told.kind == "KeyboardInterrupt":  # all else is caught around theirs
        return Ended("died", "The code raised KeyboardInterrupt. Take that out.")
    return Ended("raised", "" if told is None else f"{told.kind}: {told.message}")


def _too_long(patience: float, total: bool) -> str:
    if total:
        return f"All cases together took longer than {TOTAL:g} s, so the check was ended."
    return (
        f"It took longer than {patience:g} s and could not be interrupted, so its process was "
        "ended. Is there a loop that never ends, or a call that waits for something?"
    )
