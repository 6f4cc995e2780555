"""The two sessions of an open lesson: where its cells run, and where answers are computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from tutor.course.model import Lesson

if TYPE_CHECKING:
    from tutor.engine import Session


class Sessions(Screen[None]):
    """Opened late: the engine is imported after the first paint."""

    lesson: Lesson
    _open_session: Callable[[Lesson], Session]
    _edits: dict[str, str]  # cell -> its source, where it isn't the lesson's own
    _session: Session | None = None
    _judge: Session | None = None

    @property
    def session(self) -> Session:
        """Where the learner's cells run. Opened late: the engine is imported after first paint."""
        if self._session is None:
            self._session = self._open_session(self.lesson)
            for cell, source in self._edits.items():
                self._session.edit(cell, source)
        return self._session

    @property
    def judge(self) -> Session:
        """Where the right answers of quizzes are computed: from the lesson's own code and knobs.

        The learner's edits and knobs must not change what is right.
        """
        if self._judge is None:
            self._judge = self._open_session(self.lesson)
        return self._judge

    def warm(self) -> None:
        """Have a runner made ready, so that the first run need not wait for it."""
        if self.is_attached:
            _ = self.session

    async def on_unmount(self) -> None:
        """Let the runners go."""
        for session in (self._session, self._judge):
            if session is not None:
                await session.close()


def busy() -> type[Exception]:
    """The exception of a session that is running something."""
    from tutor.engine import Busy  # noqa: PLC0415  (the engine is imported after first paint)

    return Busy
