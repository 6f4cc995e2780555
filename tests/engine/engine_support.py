"""Lessons made of a few cells, and running them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tutor.course.model import Cell, Knob, Lesson, Page
from tutor.engine import Session
from tutor.engine.protocol import AnyEvent, Died, Finished, Raised, Text


def cell(cell_id: str, source: str, *, line: int = 1, needs: tuple[str, ...] = ()) -> Cell:
    return Cell(cell_id, source, line, needs=needs)


def lesson(*cells: Cell, setup: str | None = None, **sources: str) -> Lesson:
    """A lesson of the given cells, and of one cell for each name and source."""
    every = [
        *cells,
        *(Cell(name, source, 10 * i) for i, (name, source) in enumerate(sources.items())),
    ]
    pages = tuple(Page(c.id, (), (c,), c.line) for c in every)
    first = Cell("setup", setup, 1) if setup is not None else None
    return Lesson("test", "tests", "Test", Path("lesson.md"), "en", "", pages, setup=first)


def with_knob(cell_id: str, source: str, name: str, default: float) -> Cell:
    return Cell(cell_id, source, 1, knobs=(Knob(name, default),))


async def run(
    session: Session, cell_id: str, knobs: Mapping[str, object] | None = None
) -> list[AnyEvent]:
    """All events of a run; checks what holds for every run."""
    events = [event async for event in session.run(cell_id, knobs)]
    last = events[-1]
    assert isinstance(last, Finished)
    assert not last.needed
    assert last.cell == cell_id
    assert sum(isinstance(e, Finished) and not e.needed for e in events) == 1
    assert not session.running
    return events


def outcome(events: list[AnyEvent]) -> str:
    last = events[-1]
    assert isinstance(last, Finished)
    return last.outcome


def printed(events: list[AnyEvent], stream: str = "out") -> str:
    return "".join(e.text for e in events if isinstance(e, Text) and e.stream == stream)


def death(events: list[AnyEvent]) -> Died:
    """The one Died event, which stands right before the last event."""
    assert outcome(events) == "died", events
    found = events[-2]
    assert isinstance(found, Died), events
    return found


def error(events: list[AnyEvent]) -> Raised:
    (found,) = [e for e in events if isinstance(e, Raised)]
    return found


def ran(events: list[AnyEvent]) -> list[str]:
    """The cells that ended, in order."""
    return [e.cell for e in events if isinstance(e, Finished)]


async def eventually(check: Callable[[], bool], seconds: float = 3.0) -> bool:
    """Whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.01)
    return True


def alive(pid: int) -> bool:
    """Whether a process runs: it exists and is no zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return not Path("/proc/self/stat").exists()
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")
