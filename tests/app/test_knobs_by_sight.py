"""How a cell with several knobs looks, once they have been turned.

After a change that is meant, `pytest tests/app/test_knobs_by_sight.py --snapshot-update`, and
look at the pictures.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
from course_maker import ScriptedEngine, ScriptedSession, floats, make_app, write_course
from textual.pilot import Pilot

from tutor.app.driving import lesson_screen, until
from tutor.app.main import TutorApp
from tutor.engine import protocol

SnapCompare = Callable[..., bool]

LESSON = """\
---
summary: Three knobs.
---

# Momentum

## Turn them

Turn the knobs: the path answers at once.

```{code-cell} python
:id: walk
:seconds: 0.1
:knobs: {eta: {min: 0.01, max: 1, scale: log}, steps: {min: 5, max: 50}, beta: {options: [0.0, 0.5, 0.9]}, nesterov: {options: [false, true]}}
:plot: {title: the path, x: step, y: x}

eta = 0.2
steps = 20
beta = 0.5
nesterov = False
x, v = 10.0, 0.0
for step in range(steps):
    live.log(step, x=x)
    v = beta * v + 2 * x
    x = x - eta * v
print(f"x = {x:.4f}")
```
"""  # noqa: E501


class Session(ScriptedSession):
    """Draws a falling wave that follows the knobs."""

    async def run(
        self, cell_id: str, knobs: Mapping[str, object] | None = None
    ) -> AsyncIterator[protocol.AnyEvent]:
        self.runs.append((cell_id, dict(knobs or {})))
        eta, steps = (float(str((knobs or {})[name])) for name in ("eta", "steps"))
        xs = [10 * math.cos(4 * eta * s) * math.exp(-eta * s / 2) for s in range(int(steps))]
        yield protocol.Started(1, cell_id, device="cpu")
        yield protocol.Points(1, "x", floats(*range(len(xs))), floats(*xs), seen=len(xs))
        yield protocol.Text(1, f"x = {xs[-1]:.4f}\n")
        yield protocol.Finished(1, cell_id, "done", 0.012, steps=len(xs))


class Engine(ScriptedEngine):
    """Opens such sessions."""

    def open(self, lesson: object, *, seed: int = 0) -> ScriptedSession:
        return Session(lesson, self.script, seed)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
def test_turned_knobs(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    course = write_course(tmp_path / "course", downhill=LESSON)
    app = make_app(tmp_path, engine=Engine(), course=course)

    async def before(pilot: Pilot[None]) -> None:
        assert isinstance(app, TutorApp)
        await pilot.pause()
        screen = lesson_screen(app)
        for key in ("tab", "up", "down", "tab", "up", "tab", "right"):
            await pilot.press(key)
            await until(pilot, lambda: screen.running is None, "the run", 5)
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=size, run_before=before)
