"""A session's hold on its runner: made ahead of need, swapped while unused, dropped."""

from __future__ import annotations

import asyncio
from typing import Any

from tutor.engine.runners import EngineError, Runner, Source


class Lease:
    """The one runner of a session, present or being made."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._making: asyncio.Task[Runner] | None = None
        self._closed = False
        self._ending: set[asyncio.Task[Any]] = set()
        self.used = False  # whether anything has been sent to this runner

    @property
    def present(self) -> Runner | None:
        """The runner, if it has been made."""
        task = self._making
        if task is None or not task.done() or task.cancelled() or task.exception():
            return None
        return task.result()

    def prepare(self) -> None:
        """Have a runner made if there is none (and an event loop to make it in)."""
        if self._making is None and not self._closed and _has_loop():
            self.used = False
            self._making = asyncio.ensure_future(_make(self._source))
            # Whoever waits for it hears of a failure; if nobody does, nobody minds.
            self._making.add_done_callback(lambda task: task.cancelled() or task.exception())

    def renew(self) -> None:
        """Swap a runner that nothing has run in if it is dead, or was made too early.

        "Early" is before the host had imported all that is slow: it works, but its first
        optimizer would take a second.
        """
        runner = self.present
        if runner is None or self.used:
            return
        if runner.exited.done() or (runner.early and self._source.ready):
            self._let_go()
            self.prepare()

    def bury(self) -> bool:
        """Notice a runner that died while nothing ran; True if names were lost with it."""
        runner = self.present
        if runner is None or not runner.is_gone():
            return False
        lost = self.used
        self.lose(runner)
        return lost

    async def get(self, stopping: asyncio.Event) -> Runner | None:
        """The runner, made now if need be; None if `stopping` comes first.

        EngineError if there can be none.
        """
        self.renew()
        self.prepare()
        task = self._making
        if task is None:
            raise EngineError("The lesson was closed.", "Open it again.")
        if not task.done():
            stopped = asyncio.ensure_future(stopping.wait())
            try:
                await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                stopped.cancel()
            if not task.done():
                return None
        if task.cancelled():
            raise EngineError("The lesson was closed.", "Open it again.")
        if task.exception() is not None and task is self._making:
            self._making = None  # so that the next run tries anew
        self.used = True
        return task.result()

    def lose(self, runner: Runner) -> None:
        """A runner has died, or must: have another made in its place."""
        if self.present is runner:
            self._let_go()
            self.prepare()

    async def drop(self) -> None:
        """End the runner, and wait until it is gone."""
        self._let_go()
        if self._ending:
            await asyncio.gather(*self._ending, return_exceptions=True)

    async def close(self) -> None:
        """End the runner, and make no other."""
        self._closed = True
        await self.drop()

    def _let_go(self) -> None:
        runner, task, self._making = self.present, self._making, None
        if runner is not None:
            ending = asyncio.ensure_future(runner.end())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        elif task is not None:
            task.cancel()


def _has_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def _make(source: Source) -> Runner:
    return await source.runner()
