"""An engine whose cells want data, and a download that comes when a test says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course_maker import ScriptedEngine, floats, lesson_text, make_app, walk_events, write_course
from lesson_steps import WALK
from textual.pilot import Pilot

from tutor.app.cell import CellView
from tutor.app.data_dialog import DataDialog
from tutor.app.driving import lesson_screen, until
from tutor.app.lesson import LessonScreen
from tutor.app.main import TutorApp
from tutor.datasets import registry, shelf
from tutor.datasets.getting import Done, Event, Failed, Progress
from tutor.engine import protocol

AIRFOIL = "Airfoil self-noise"
FILE = "airfoil_self_noise.dat"
FAILED = Failed(
    "The server of archive.ics.uci.edu can't be reached.",
    "Look at the network and try again, or use the synthetic data meanwhile.",
)


@dataclass
class ScriptedFetch:
    """Gives the events that it was given, each when `go` is called; the files come with Done."""

    events: Sequence[Event]
    begun: list[str] = field(default_factory=list)
    closed: int = 0
    told: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def go(self, count: int = 1) -> None:
        for _ in range(count):
            self.told.release()

    async def __call__(self, name: str) -> AsyncGenerator[Event]:
        self.begun.append(name)
        try:
            for event in self.events:
                await self.told.acquire()
                if isinstance(event, Done):
                    put_files(name)
                yield event
        finally:
            self.closed += 1


def put_files(name: str) -> None:
    """The files of a set, as if they had been downloaded."""
    data = registry.find(name)
    for file in data.files:
        path = shelf.folder(data) / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("here\n")


def coming(done: int = 20_000, rate: float = 10_000.0) -> Progress:
    return Progress(FILE, "download", done, 59_984, rate)


class DataEngine(ScriptedEngine):
    """Its cells load the airfoil set, as a runner would: asking where that is possible."""

    def __init__(self, name: str = "airfoil", needed_first: bool = False) -> None:
        super().__init__(self._events)
        self.name = name
        self.needed_first = needed_first

    def _events(self, cell: str) -> Sequence[protocol.AnyEvent]:
        data = registry.find(self.name)
        state = shelf.state(data)
        started = protocol.Started(1, cell, device="cpu")
        if state == "open" and self.sessions[-1].may_ask:
            first = [protocol.Finished(1, "setup", "data", 0.0, needed=True)]
            return [
                started,
                protocol.DataNeeded(1, self.name),
                *(first if self.needed_first else []),
                protocol.Finished(1, cell, "data", 0.01),
            ]
        kind = "real" if state == "real" else "synthetic"
        used = protocol.DataUsed(1, data.name, data.title, kind, "1500 rows")
        _, points, text, finished = walk_events()
        table = protocol.Table(1, ["w", "b"], [["1.0", "2.0"]], "Weights")
        shifted = floats(*[9.0 if kind == "real" else 7.0] * 10)
        points = protocol.Points(1, "x", floats(*range(10)), shifted, seen=10)
        return [started, used, points, text, table, finished]


def data_app(
    tmp_path: Path,
    fetch: ScriptedFetch | None = None,
    *,
    engine: DataEngine | None = None,
    settings: str = "",
    start: str | None = "downhill",
    front: str = "data: [airfoil]",
) -> TutorApp:
    """The app on a lesson that uses a data set."""
    if settings:
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "settings.toml").write_text(settings)
    text = lesson_text().replace("minutes: 5", f"minutes: 5\n{front}")
    course = write_course(tmp_path / "course", downhill=text)
    app = make_app(tmp_path, engine=engine or DataEngine(), start=start, course=course)
    app.datasets.fetch = fetch or ScriptedFetch([])
    return app


async def run_walk(pilot: Pilot[None]) -> CellView:
    """Go to the cell and press run; wait for the end of that run."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await pilot.pause()
    screen = lesson_screen(app)
    await screen.show_page(WALK)
    await pilot.pause()
    await pilot.press("r")
    await until(pilot, lambda: screen.running is None, "the run", 5)
    assert screen.cell is not None
    return screen.cell


async def asked(pilot: Pilot[None]) -> DataDialog:
    """The window that asks."""
    await until(pilot, lambda: isinstance(pilot.app.screen, DataDialog), "the question")
    await pilot.pause()
    assert isinstance(pilot.app.screen, DataDialog)
    return pilot.app.screen


async def done(pilot: Pilot[None], app: TutorApp) -> str:
    """Wait until the cell has come to its end by itself; its output."""

    def over() -> bool:
        screen = app.screen
        cell = screen.cell if isinstance(screen, LessonScreen) else None
        return cell is not None and cell.outcome == "done"

    await until(pilot, over, "the second run", 5)
    cell = lesson_screen(app).cell
    assert cell is not None
    return cell.output.text


def said(app: TutorApp) -> str:
    return "\n".join(note.message for note in app._notifications)
