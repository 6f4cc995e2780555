"""The app with the real engine: what a learner does, and what code can do to it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from course_maker import write_course
from textual.pilot import Pilot

from tutor.app.cell import CellView
from tutor.app.demo import run_demo
from tutor.app.driving import answer_quizzes, lesson_screen, until
from tutor.app.knobs import KnobInput
from tutor.app.main import TutorApp
from tutor.course.model import Course
from tutor.progress import Progress

LESSON = """\
---
summary: Everything live.
---

# Live

## Grow

```{code-cell} python
:id: grow
:knobs: {eta: {min: 0.1, max: 1}}

from tutor.kit import live

eta = 0.5
x = 8.0
for step in range(20):
    x = x * eta
    live.log(step, x=x)
print(f"{x:.6f}")
```

## Ask

:::{quiz} number
:id: computed
:run: 8 * eta
:after: grow

What is left after one step?
:::

## Predict

:::{quiz} predict
:id: printed

```python
print(1 + 1)
print(2 + 2)
```
:::

## Trouble

```{code-cell} python
:id: trouble

1
```
"""
SECONDS = 60.0  # the engine's first import can be slow on a busy machine


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return write_course(tmp_path / "course", live=LESSON)


def app_on(course: Course, tmp_path: Path) -> TutorApp:
    app = TutorApp(course, progress=Progress.open(tmp_path / "home"), start="live")
    app.animation_level = "none"
    return app


async def run(pilot: Pilot[None], source: str | None = None, page: int = 3) -> CellView:
    """Run the cell of a page, with other code if it is given, and wait for the end."""
    cell = await begin(pilot, source, page)
    assert isinstance(pilot.app, TutorApp)
    screen = lesson_screen(pilot.app)
    await until(pilot, lambda: screen.running is None, "the run", SECONDS)
    return cell


async def begin(pilot: Pilot[None], source: str | None = None, page: int = 3) -> CellView:
    assert isinstance(pilot.app, TutorApp)
    await pilot.pause()
    screen = lesson_screen(pilot.app)
    await screen.show_page(page)
    await pilot.pause()
    cell = screen.cell
    assert cell is not None
    if source is not None:
        await cell.edit()
        await pilot.pause()
        assert cell.editor is not None
        cell.editor.load_text(source)
        await pilot.pause()
    screen.run_cell(cell)
    return cell


async def test_a_lesson_lives(course: Course, tmp_path: Path) -> None:
    app = app_on(course, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await run(pilot, page=0)
        assert cell.output.text == "0.000008"
        assert cell.figure is not None
        assert list(cell.figure.runs.kept[0].items) == ["x"]

        # Neither a turned knob nor an edit changes what is right.
        cell.query_one(KnobInput).value = "0.25"
        await run(pilot, page=0)
        assert cell.output.text == "0.000000"
        for page in (1, 2):
            await lesson_screen(app).show_page(page)
            await pilot.pause()
            (quiz,) = await answer_quizzes(pilot)
            assert quiz.judgement is not None
            assert quiz.judgement.right
        answers = app.progress.answers("tiny", "live")
        assert answers["computed"].given == "4.0"
        assert answers["printed"].right


async def test_code_that_misbehaves_harms_nobody(course: Course, tmp_path: Path) -> None:
    app = app_on(course, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await run(pilot, "import os\nos._exit(3)")
        assert cell.outcome == "died"
        assert "fresh process" in cell.output.text

        cell = await run(pilot, "raise SystemExit")
        assert cell.outcome == "raised"

        cell = await run(pilot, "def f():\n    return 1 / 0\n\nf()")
        assert "ZeroDivisionError" in cell.output.text
        assert "tutor/engine" not in cell.output.text

        cell = await run(pilot, "for i in range(300_000):\n    print(i)")
        assert cell.outcome == "done"
        assert len(cell.output.text) < 2_000_000

        cell = await run(pilot, 'print("\\x1b[31mred\\x1b[0m \\x1b]0;title\\x07")\nx = 1\nx')
        assert "\x1b" not in cell.output.text
        assert "red" in cell.output.text
        assert app.progress.edits("tiny", "live")["trouble"].source.endswith("x")


async def test_an_endless_loop_is_stopped_and_names_are_kept(
    course: Course, tmp_path: Path
) -> None:
    app = app_on(course, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        source = "kept = 42\nprint('going')\nwhile True:\n    pass"
        cell = await begin(pilot, source)
        await until(pilot, lambda: "going" in cell.output.text, "the loop", SECONDS)
        screen = lesson_screen(app)
        await screen.action_stop()
        await until(pilot, lambda: screen.running is None, "the stop", 5)
        assert cell.outcome == "stopped"
        cell = await run(pilot, "print(kept)")
        assert cell.output.text == "42"


async def test_a_knob_whose_line_was_edited_away_gives_way(course: Course, tmp_path: Path) -> None:
    app = app_on(course, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await run(pilot, "eta = 0.5\neta = 0.6\nprint(eta)", page=0)
        assert cell.output.text == "0.6"


async def test_a_knob_follows_the_code_that_is_typed(course: Course, tmp_path: Path) -> None:
    app = app_on(course, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await run(pilot, "eta = 0.9\nprint(eta)", page=0)
        assert cell.query_one(KnobInput).value == "0.9"
        assert cell.output.text == "0.9"
        cell.query_one(KnobInput).value = "0.3"
        lesson_screen(app).run_cell(cell)
        await until(pilot, lambda: lesson_screen(app).running is None, "the run", SECONDS)
        assert cell.output.text == "0.3"


def test_the_demo_does_the_main_job(course: Course) -> None:
    out = io.StringIO()
    assert run_demo(course, "live", out=out) == 0
    text = out.getvalue()
    assert "A tiny course" in text
    assert "0.000008" in text
    assert "Quiz computed: ✓ right" in text
    assert "Cell grow: ✓ done" in text
