"""A small course and an engine that answers from a script: for tests of the app alone."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tutor.app.main import TutorApp
from tutor.course.catalog import load_course
from tutor.course.model import Course, Exercise, Lesson
from tutor.engine import Busy, protocol
from tutor.progress import Progress

COURSE = """\
name: tiny
title: A tiny course
chapters:
  - name: first
    title: First steps
    lessons: [{lessons}]
"""

GLOSSARY = """\
slope:
  text: How steeply a function rises, $f'(x)$.
  also: [slopes]
valley:
  text: Where it goes down no further.
"""

LESSON = """\
---
summary: Walk downhill.
minutes: 5
---

# Downhill

```{code-cell} python
:id: setup

from tutor.kit import live
```

## Words alone

The slope of $x^2$ is $2x$. A valley has none.

$$
x \\leftarrow x - \\eta f'(x)
$$

:::{note}
This is an aside.
:::

| a | b |
|---|---|
| 1 | 2 |

## A question

:::{quiz} choice
:id: which

Which way is down?

- [x] Against the slope
  > The slope points up.
- [ ] Along the slope
  > That climbs.

:::

## Run it

Turn the knob, then run.

```{code-cell} python
:id: walk
:knobs: {eta: {min: 0.01, max: 1, scale: log}}
:plot: {title: the walk, x: step, y: x}

eta = 0.2
x = 10.0
for step in range(10):
    x = x - eta * 2 * x
    live.log(step, x=x)
print(f"x = {x:.4f}")
```

## A long one

{filler}

```{code-cell} python
:id: plain

1 + 1
```
"""


def write_course(root: Path, **lessons: str) -> Course:
    """Write a course with these lessons (name -> text) and read it."""
    lessons = lessons or {"downhill": lesson_text()}
    root.mkdir(parents=True, exist_ok=True)
    (root / "course.yml").write_text(COURSE.format(lessons=", ".join(lessons)))
    (root / "glossary.yml").write_text(GLOSSARY)
    for name, text in lessons.items():
        folder = root / "first" / name
        folder.mkdir(parents=True)
        (folder / "lesson.md").write_text(text)
    course = load_course(root).course
    assert course is not None
    return course


def lesson_text() -> str:
    """The lesson most tests use: words, a question, a cell with a knob, a long page."""
    filler = "\n\n".join(f"Paragraph {i}, which is here to be scrolled past." for i in range(40))
    return LESSON.replace("{filler}", filler)


def floats(*values: float) -> bytes:
    """Numbers as the protocol carries them."""
    return array("d", values).tobytes()


def walk_events(run: int = 1) -> list[protocol.AnyEvent]:
    """What the cell `walk` sends."""
    xs = [10 * 0.6**step for step in range(1, 11)]
    return [
        protocol.Started(run, "walk", device="cpu"),
        protocol.Points(run, "x", floats(*range(10)), floats(*xs), seen=10),
        protocol.Text(run, "x = 0.0605\n"),
        protocol.Finished(run, "walk", "done", 0.12, steps=10),
    ]


@dataclass
class ScriptedSession:
    """Answers every run with the events it was given; may wait until it is stopped."""

    lesson: Lesson
    script: Callable[[str], Sequence[protocol.AnyEvent]]
    seed: int = 0
    endless: bool = False
    running: bool = False
    may_ask: bool = False
    runs: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    edits: dict[str, str | None] = field(default_factory=dict)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def edit(self, cell_id: str, source: str | None) -> None:
        self.edits[cell_id] = source

    async def run(
        self, cell_id: str, knobs: Mapping[str, object] | None = None
    ) -> AsyncIterator[protocol.AnyEvent]:
        if self.running:
            raise Busy("a cell is running")
        self.running = True
        self.runs.append((cell_id, dict(knobs or {})))
        self.stopped.clear()
        *before, end = self.script(cell_id)
        for event in before:
            yield event
        if self.endless and isinstance(end, protocol.Finished):
            await self.stopped.wait()
            end = protocol.Finished(end.run, end.cell, "stopped", 0.5)
        self.running = False
        yield end

    def before(self, cell_id: str) -> list[str]:
        return []

    def ask_to_stop(self) -> None:
        self.stopped.set()

    async def stop(self) -> None:
        self.stopped.set()

    async def close(self) -> None:
        self.stopped.set()


@dataclass
class ScriptedChecks:
    """Answers every check with the events that `judge` makes of the code; may wait for a stop."""

    judge: Callable[[str], Sequence[protocol.AnyEvent]]
    endless: bool = False
    checked: list[str] = field(default_factory=list)
    prepared: list[str] = field(default_factory=list)
    running: bool = False
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def prepare(self, exercise: Exercise) -> None:
        self.prepared.append(exercise.name)

    async def check(self, exercise: Exercise, code: str) -> AsyncIterator[protocol.AnyEvent]:
        if self.running:
            raise Busy("a check is running")
        self.running = True
        self.checked.append(code)
        self.stopped.clear()
        try:
            for event in self.judge(code):
                if self.endless and isinstance(event, protocol.Judged):
                    await self.stopped.wait()
                    yield protocol.Finished(1, "", "stopped", 0.5)
                    return
                await asyncio.sleep(0)
                yield event
        finally:
            self.running = False

    async def stop(self) -> None:
        self.stopped.set()


class ScriptedEngine:
    """An engine without a process."""

    def __init__(
        self,
        script: Callable[[str], Sequence[protocol.AnyEvent]] = lambda cell: walk_events(),
        *,
        endless: bool = False,
        judge: Callable[[str], Sequence[protocol.AnyEvent]] = lambda code: [],
    ) -> None:
        self.checks = ScriptedChecks(judge, endless)
        self.script = script
        self.endless = endless
        self.sessions: list[ScriptedSession] = []
        self.renewed = 0

    async def start(self) -> None:
        pass

    def open(self, lesson: Lesson, *, seed: int = 0) -> ScriptedSession:
        session = ScriptedSession(lesson, self.script, seed, endless=self.endless)
        self.sessions.append(session)
        return session

    async def renew_data(self) -> None:
        self.renewed += 1

    async def close(self) -> None:
        pass


def make_app(
    tmp_path: Path,
    *,
    engine: ScriptedEngine | None = None,
    start: str | None = "downhill",
    theme: str = "tutor-dark",
    course: Course | None = None,
) -> TutorApp:
    """The app on the tiny course, with a home of its own."""
    progress = Progress.open(tmp_path / "home")
    progress.set_setting("theme", theme)
    found = course or write_course(tmp_path / "course")
    app = TutorApp(found, progress=progress, engine=engine or ScriptedEngine(), start=start)  # type: ignore[arg-type]
    app.animation_level = "none"
    return app
