"""Races without an engine: surfaces whose paths a test makes up, and a course to race in."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from course_maker import ScriptedEngine, floats, make_app, write_course
from textual.pilot import Pilot

from tutor.app.driving import until
from tutor.app.main import TutorApp
from tutor.app.playground_view import PlaygroundView
from tutor.course.catalog import load_course
from tutor.engine import protocol

PAGE = """\
---
summary: A race.
---

# Races

## Words

Some.

## Race

Which of them is first?

:::{{playground}} uneven
{options}
:::
"""
OPTIONS = """\
:title: Steep and flat
:objective: ill_conditioned
:optimizers: {sgd: {lr: 0.4}, momentum: {lr: 0.4, momentum: 0.5}}
:steps: 20
"""


def path(name: str, rate: float, steps: int = 20) -> protocol.Path:
    """Gradient descent on 0.1 x1² + 2 x2² from (-5, -2)."""
    xs, ys = [-5.0], [-2.0]
    for _ in range(steps):
        xs.append(xs[-1] * (1 - 0.2 * rate))
        ys.append(ys[-1] * (1 - 4 * rate))
    heights = [0.1 * x * x + 2 * y * y for x, y in zip(xs, ys, strict=True)]
    return protocol.Path(name, floats(*xs), floats(*ys), floats(*heights))


def surface(paths: Sequence[protocol.Path], run: int = 1) -> protocol.Surface:
    """The ill-conditioned bowl with these paths."""
    xs = [-6 + 12 * i / 47 for i in range(48)]
    ys = [-3.5 + 7 * i / 31 for i in range(32)]
    highest = math.sqrt(0.1 * 36 + 2 * 3.5**2)
    shade = bytes(int(254 * math.sqrt(0.1 * x * x + 2 * y * y) / highest) for y in ys for x in xs)
    return protocol.Surface(
        run, "", floats(*xs), floats(*ys), shade, 0.0, highest**2, paths=list(paths)
    )


class RaceEngine(ScriptedEngine):
    """Answers with a path for each optimizer that the code names, at the rate that it names."""

    def __init__(self, *, endless: bool = False, failing: str = "") -> None:
        super().__init__(self._answer, endless=endless)
        self.failing = failing

    @property
    def codes(self) -> list[str]:
        """The code that each session of a playground has run last."""
        return [str(s.edits["race"]) for s in self.sessions if "race" in s.edits]

    def _answer(self, cell: str) -> Sequence[protocol.AnyEvent]:
        code = self.codes[-1]
        rates = re.findall(r'"([^"]+)":[^"]*?lr=([\d.e-]+)', code)
        if self.failing:
            return [
                protocol.Started(1, cell, device="cpu"),
                protocol.Raised(1, "ValueError", self.failing, "", cell, 3),
                protocol.Finished(1, cell, "raised", 0.01),
            ]
        paths = [path(name, float(rate)) for name, rate in rates]
        return [
            protocol.Started(1, cell, device="cpu"),
            surface([path(name, float(rate), 3) for name, rate in rates]),
            surface(paths),
            protocol.Finished(1, cell, "done", 0.12, steps=20),
        ]


def race_app(
    tmp_path: Path, engine: RaceEngine | None = None, options: str = OPTIONS, *, home: bool = False
) -> TutorApp:
    """The app on a course with a playground, opened at the lesson or on the map."""
    folder = tmp_path / "course"
    if folder.exists():
        course = load_course(folder).course
    else:
        course = write_course(folder, races=PAGE.format(options=options.rstrip()))
    return make_app(
        tmp_path, engine=engine or RaceEngine(), start=None if home else "races", course=course
    )


def playground_of(app: TutorApp) -> PlaygroundView:
    """The playground that is shown."""
    return next(view for view in app.screen.query(PlaygroundView) if view.is_on_screen)


async def raced(pilot: Pilot[None], view: PlaygroundView) -> None:
    """Wait until the race is over and drawn."""
    await pilot.pause()
    await until(pilot, lambda: not view.racing, "the race", 30)
    for _ in range(4):  # what came of it is drawn, then scrolled to, then drawn there
        await pilot.pause(0.05)
