"""Whose code `tutor.mine` gives to a command: what the app would give."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from tutor.commands.common import existing_progress

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson
    from tutor.engine.library import Library
    from tutor.progress import Progress


@contextmanager
def own_library(course: Course, lesson: Lesson, use: str | None = None) -> Iterator[Library]:
    """The learner's library while it is needed; leaves no files where there are none.

    `use` is "yours" or "reference"; None: as it was chosen for this lesson in the app.
    """
    from tutor.engine.library import Library, choice_key

    progress = existing_progress() if use != "reference" else None
    if progress is None:
        yield Library(course.root)
        return
    try:
        library = Library(course.root, partial(_passing, progress, course.name))
        chosen = progress.setting(choice_key(course.name, lesson.name))
        library.own = use == "yours" or chosen != "reference"
        yield library
    finally:
        progress.close()


def _passing(progress: Progress, course: str, exercise: str) -> str | None:
    attempt = progress.passing(course, exercise)
    return None if attempt is None else attempt.code
