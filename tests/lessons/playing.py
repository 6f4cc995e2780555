"""Running the cells of a lesson through the real engine, and keeping what a learner would see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tutor.course.model import Lesson
from tutor.engine import Engine, Session, protocol

FLOAT = 8  # bytes
Drawing = Mapping[str, tuple[bytes, bytes]]  # series -> x and y, float64


@dataclass(frozen=True)
class Run:
    """What one run of one cell gave; the cells that it needed are left out."""

    cell: str
    outcome: str
    seconds: float
    lines: tuple[str, ...]  # printed lines, rows of tables and the value, in order
    curves: Drawing
    error: str = ""
    data: Mapping[str, str] = field(default_factory=dict)  # data sets it rests on: name -> kind

    def differs(self, other: Run) -> str:
        """Where two runs part, times aside; empty if they don't."""
        if self.outcome != other.outcome:
            return f"{self.outcome} ({self.error}) and then {other.outcome} ({other.error})"
        for index, (mine, yours) in enumerate(zip(self.lines, other.lines, strict=False)):
            if mine != yours:
                return f"line {index + 1}: {mine!r} and then {yours!r}"
        if self.data != other.data:
            return f"with the data {self.data} and then {other.data}"
        if len(self.lines) != len(other.lines):
            return f"{len(self.lines)} lines and then {len(other.lines)}"
        for name in sorted({*self.curves, *other.curves}):
            if self.curves.get(name) != other.curves.get(name):
                return f"curve {name!r} is another"
        return ""


@dataclass
class Gathered:
    """What has come of a run so far."""

    text: str = ""
    error: str = ""
    outcome: str = "nothing came back"
    seconds: float = 0.0
    curves: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    thinned: set[str] = field(default_factory=set)  # curves that came faster than can be shown
    data: dict[str, str] = field(default_factory=dict)

    def settled(self) -> Drawing:
        """The curves; of a thinned one the ends, since which points are left is chance."""
        return {
            name: (x[:FLOAT] + x[-FLOAT:], y[:FLOAT] + y[-FLOAT:])
            if name in self.thinned
            else (x, y)
            for name, (x, y) in self.curves.items()
        }

    def line(self, *cells: str) -> None:
        """A line of its own, whether or not the print before it ended one."""
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"
        self.text += "  ".join(cells) + "\n"

    def take(self, event: protocol.AnyEvent) -> None:
        match event:
            case protocol.Text(text=text):
                self.text += text
            case protocol.Value(text=text):
                self.line(text)
            case protocol.Table(header=header, rows=rows):
                for row in [header, *rows] if header else rows:
                    self.line(*row)
            case protocol.Curve(series=name, x=x, y=y):
                self.curves[name] = (x, y)
            case protocol.Points(series=name, x=x, y=y, seen=seen):
                before = self.curves.get(name, (b"", b""))
                self.curves[name] = (before[0] + x, before[1] + y)
                if seen > len(self.curves[name][0]) // FLOAT:
                    self.thinned.add(name)
            case protocol.Surface(name=name, x=x, y=y, shade=shade, paths=paths):
                self.curves[f"surface {name}"] = (x, y + shade)
                for path in paths:
                    self.curves[f"path {path.name} on {name}"] = (path.x, path.y)
            case protocol.Raised(traceback=text):
                self.error = text
            case protocol.Died(reason=reason):
                self.error = reason
            case protocol.DataNeeded(name=name):
                self.error = f"needs the data set {name}"


async def play(session: Session, cell: str) -> Run:
    """Run one cell, and first those that it needs, as the app does."""
    seen = Gathered()
    own = True
    async for event in session.run(cell):
        if isinstance(event, protocol.Started):
            own = not event.needed
        if isinstance(event, protocol.Finished) and not event.needed:
            seen.outcome, seen.seconds = event.outcome, event.seconds
        elif isinstance(event, protocol.DataUsed):
            seen.data[event.name] = event.kind
        elif own or isinstance(event, protocol.Raised | protocol.Died | protocol.DataNeeded):
            seen.take(event)
    lines = tuple(line.rstrip() for line in seen.text.splitlines())
    curves = seen.settled()
    return Run(cell, seen.outcome, seen.seconds, lines, curves, seen.error, seen.data)


async def play_alone(engine: Engine, lesson: Lesson, cell: str, seed: int = 0) -> Run:
    """Run one cell in a session where nothing has run yet."""
    session = engine.open(lesson, seed=seed)
    try:
        return await play(session, cell)
    finally:
        await session.close()


async def numbers_of(session: Session, expression: str, after: str) -> Any:
    """The value of an expression behind a cell, as JSON has it; ValueError if it has none."""
    # as text with every digit, whatever the engine shows of a value
    source = f"import json as _json\nprint(_json.dumps({expression}, default=lambda v: v.tolist()))"
    given = await session.evaluate(source, after=after, mode="output")
    if not given.ok:
        raise ValueError(given.error.strip() or "no value")
    return json.loads(given.text)
