"""The engine: what the app starts once, and opens lessons with."""

from __future__ import annotations

import asyncio
import sys
import weakref
from typing import Literal

from tutor.course.model import Lesson
from tutor.engine.checks import Checks
from tutor.engine.library import Library
from tutor.engine.limits import Limits
from tutor.engine.runners import Source
from tutor.engine.session import Session
from tutor.engine.turns import Turns

Method = Literal["fork", "spawn"]


class Engine:
    """Makes runners for lessons, and ends every process that it has started.

    `device` is what lesson code gets as its device ("cpu", "cuda", …; None: the best there
    is). `method` is how runners are made: by default forked on Linux, spawned elsewhere,
    where forking a process that has loaded native libraries is not safe.
    """

    def __init__(
        self,
        *,
        device: str | None = None,
        limits: Limits | None = None,
        method: Method | None = None,
    ) -> None:
        self.device = device
        self.limits = limits or Limits()
        self.method: Method = method or ("fork" if sys.platform == "linux" else "spawn")
        self._source = _source(self.method, device, self.limits)
        self._source.on_ready = self._renew_runners
        self._sessions: weakref.WeakSet[Session] = weakref.WeakSet()
        self._checks: Checks | None = None
        self._turns = Turns()

    @property
    def ready(self) -> bool:
        """Whether everything that is slow to import has been imported."""
        return self._source.ready

    @property
    def troubles(self) -> tuple[str, ...]:
        """What could not be imported and lessons may miss, in words."""
        return self._source.troubles

    async def start(self) -> None:
        """Start importing what lessons need, in another process; doesn't wait for it.

        May be called again, and by several at once. EngineError if no process can be started.
        """
        await self._source.start()

    def open(self, lesson: Lesson, *, seed: int = 0, library: Library | None = None) -> Session:
        """Open a lesson; inside a running event loop its runner is made at once.

        `library` is what `tutor.mine` gives its code; by default the references of the course
        that the lesson lies in.
        """
        session = Session(
            lesson, self._source, self.limits, seed, library=library, turns=self._turns
        )
        self._sessions.add(session)
        session.prepare()
        return session

    @property
    def checks(self) -> Checks:
        """What checks solutions of exercises."""
        if self._checks is None:
            ahead = self.method == "fork"
            self._checks = Checks(self._source, self.limits, ahead=ahead, turns=self._turns)
        return self._checks

    async def use(self, device: str | None) -> None:
        """Give lesson code another device (None: the best) from the next run on.

        Names of what has run are forgotten, so it runs again where it is needed; a run that is
        going on ends where it began. Checks keep theirs.
        """
        self.device = device
        self._source.use(device or "auto")
        await asyncio.gather(*(_restart(session) for session in list(self._sessions)))

    async def renew_data(self) -> None:
        """Other data is here, or chosen, than before: forget what was made of the old.

        A run that is going on ends where it began.
        """
        await asyncio.gather(*(_restart(s) for s in list(self._sessions) if s.has_data))

    async def close(self) -> None:
        """Close every session and end every process."""
        if self._checks is not None:
            await self._checks.close()
        await asyncio.gather(*(session.close() for session in list(self._sessions)))
        await self._source.close()

    def _renew_runners(self) -> None:
        for session in list(self._sessions):
            session.renew()
        if self._checks is not None:
            self._checks.renew()


async def _restart(session: Session) -> None:
    while session.running:  # noqa: ASYNC110 - there is no event for the end of whatever runs
        await asyncio.sleep(0.1)
    await session.restart()


def _source(method: Method, device: str | None, limits: Limits) -> Source:
    if method == "fork":
        from tutor.engine.forking import Forking  # noqa: PLC0415  (Unix only)

        return Forking(device, limits)
    from tutor.engine.spawn import Spawning  # noqa: PLC0415

    return Spawning(device, limits)
