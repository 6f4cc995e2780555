"""A lesson's session for a command: opened, played, and closed whatever happens."""

# ruff: noqa: PLC0415 - the engine is imported when it is wanted

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tutor.commands.errors import Failed
from tutor.commands.transcript import Transcript
from tutor.engine.protocol import Started

if TYPE_CHECKING:
    from tutor.course.model import Lesson
    from tutor.engine import Engine, Session
    from tutor.engine.library import Library
    from tutor.engine.protocol import AnyEvent


@asynccontextmanager
async def opened(
    lesson: Lesson, *, device: str | None = None, seed: int = 0, library: Library | None = None
) -> AsyncIterator[tuple[Engine, Session]]:
    """An engine with the lesson open in it; every process has ended afterwards.

    `library` is what `tutor.mine` gives; by default the references.
    """
    from tutor.engine import Engine
    from tutor.engine.runners import EngineError

    engine = Engine(device=device)
    try:
        await engine.start()
        yield engine, engine.open(lesson, seed=seed, library=library)
    except EngineError as error:
        raise Failed(f"The lesson's code can't be run: {error}") from error
    finally:
        await engine.close()


async def play(
    session: Session, cell: str, hear: Callable[[AnyEvent], None] | None = None
) -> Transcript:
    """Run a cell and what it needs; `hear` gets each event as it comes.

    Failed if the device that was asked for isn't there: a cell that doesn't use it would run
    on another without a word.
    """
    transcript = Transcript(cell)
    async for event in session.run(cell):
        if isinstance(event, Started) and not event.device:
            raise Failed("The device asked for isn't here; `tutor doctor` shows which ones are.")
        transcript.add(event)
        if hear is not None:
            hear(event)
    return transcript
