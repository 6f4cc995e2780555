"""The two sessions of an open lesson: where its cells run, and where answers are computed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from textual.screen import Screen

from tutor.course.model import Course, Lesson
from tutor.progress import Progress

if TYPE_CHECKING:
    from tutor.engine import Session
    from tutor.engine.library import Library


class Sessions(Screen[None]):
    """Opened late: the engine is imported after the first paint."""

    course: Course
    lesson: Lesson
    progress: Progress
    _open_session: Callable[[Lesson], Session]
    _edits: dict[str, str]  # cell -> its source, where it isn't the lesson's own
    _session: Session | None = None
    _judge: Session | None = None

    @property
    def session(self) -> Session:
        """Where the learner's cells run. Opened late: the engine is imported after first paint."""
        if self._session is None:
            self._session = self._open_session(self.lesson)
            self._session.library = self.library
            for cell, source in self._edits.items():
                self._session.edit(cell, source)
        return self._session

    @property
    def judge(self) -> Session:
        """Where the right answers of quizzes are computed: from the lesson's own code and knobs.

        The learner's edits, knobs and solutions must not change what is right: its library is
        the references.
        """
        if self._judge is None:
            self._judge = self._open_session(self.lesson)
        return self._judge

    @cached_property
    def library(self) -> Library:
        """What `tutor.mine` gives the learner's cells. Looks at no exercise before it must."""
        from tutor.engine import library  # noqa: PLC0415  (after the first paint)

        found = own_library(self.course, self.progress)
        chosen = self.progress.setting(library.choice_key(self.course.name, self.lesson.name))
        found.own = chosen != "reference"
        return found

    def warm(self) -> None:
        """Have a runner made ready, so that the first run need not wait for it."""
        if self.is_attached:
            _ = self.session
            if any("mine" in cell.source for cell in self.lesson.cells):
                self.run_worker(self._scan_exercises, thread=True, exit_on_error=False)

    def _scan_exercises(self) -> None:
        _ = self.library.names  # kept there

    async def on_unmount(self) -> None:
        """Let the runners go."""
        for session in (self._session, self._judge):
            if session is not None:
                await session.close()


def own_library(course: Course, progress: Progress) -> Library:
    """What the learner has written, for `tutor.mine`: of each exercise the attempt that passed."""
    from tutor.engine import library  # noqa: PLC0415  (after the first paint)

    def passing(exercise: str) -> str | None:
        attempt = progress.passing(course.name, exercise)
        return None if attempt is None else attempt.code

    return library.Library(course.root, passing)


def busy() -> type[Exception]:
    """The exception of a session that is running something."""
    from tutor.engine import Busy  # noqa: PLC0415  (the engine is imported after first paint)

    return Busy
