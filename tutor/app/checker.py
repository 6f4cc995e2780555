"""The checks of the whole app: one at a time, whichever lesson asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

from tutor.course.model import Exercise
from tutor.engine.protocol import AnyEvent

if TYPE_CHECKING:
    from tutor.engine.checks import Checks


class NotChecked(Exception):
    """There is no process to check anything in."""


class Checker:
    """Lets a newer check take the place of an older one."""

    def __init__(self, open_checks: Callable[[], Checks]) -> None:
        """`open_checks` is called when something first has to be checked."""
        self._open = open_checks
        self._lock = asyncio.Lock()
        self._newest = 0

    @property
    def busy(self) -> bool:
        """Whether a check goes on, its diagnosis included."""
        return self._lock.locked()

    def prepare(self, exercise: Exercise) -> None:
        """Have everything ready for the first check of an exercise."""
        self._open().prepare(exercise)

    async def check(self, exercise: Exercise, code: str) -> AsyncGenerator[AnyEvent, None]:
        """The events of a check. An earlier one is stopped; if a later one comes, this one is.

        NotChecked if it can't be done.
        """
        self._newest += 1
        mine = self._newest
        checks = self._open()
        if self._lock.locked():
            await checks.stop()
        async with self._lock:
            if mine != self._newest:
                return
            try:
                async with aclosing(checks.check(exercise, code)) as events:
                    async for event in events:
                        yield event
            except _errors() as error:
                raise NotChecked(str(error)) from error

    async def stop(self) -> None:
        """Stop the check that goes on, if there is one."""
        if self._lock.locked():
            await self._open().stop()


def _errors() -> tuple[type[Exception], ...]:
    from tutor.engine import Busy  # noqa: PLC0415  (the engine is imported after first paint)
    from tutor.engine.runners import EngineError  # noqa: PLC0415

    return Busy, EngineError, OSError
