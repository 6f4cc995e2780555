"""Whose code a lesson's cells use: the key that switches, the line that says it, the question."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_maker import ScriptedEngine, ScriptedSession, write_course
from exercise_maker import notices
from lesson_steps import finished
from textual.pilot import Pilot

from tutor.app.cell import CellView
from tutor.app.dialogs import ListDialog
from tutor.app.driving import lesson_screen, screen_text, until
from tutor.app.main import TutorApp
from tutor.course.model import Course
from tutor.engine import protocol, verdicts
from tutor.engine.library import Library
from tutor.engine.verdicts import CaseResult, Verdict
from tutor.progress import Progress

LESSON = """\
---
summary: Walk with your own step.
minutes: 5
---

# Own steps

```{code-cell} python
:id: setup

from tutor.mine import step, square

start = 10
```

## Without

```{code-cell} python
:id: plain

print(start)
```

## Long

```{code-cell} python
:id: walk

print(step(start), square(2))
```

## Short

```{code-cell} python
:id: short
:seconds: 1

print(step(start))
```

## Your turn

:::{exercise} step
:::
"""
PLAIN, WALK, SHORT, EXERCISE = range(4)
SECONDS = 60.0  # the engine's first import can be slow on a busy machine


def own_course(root: Path) -> Course:
    course = write_course(root, steps=LESSON)
    for name, reference in (("step", "x - 1"), ("square", "x * x")):
        folder = root / "first" / "steps" / "exercises" / name
        folder.mkdir(parents=True)
        (folder / "exercise.md").write_text(
            f"---\nprovides: [{name}]\n---\n\n# Write it\n\nWrite `{name}(x)`.\n\n"
            "## Hints\n\n1. Look.\n2. Think.\n3. Write.\n"
        )
        (folder / "reference.py").write_text(f"def {name}(x):\n    return {reference}\n")
        (folder / "starter.py").write_text(f"def {name}(x):\n    raise NotImplementedError\n")
        (folder / "check.py").write_text("from tutor.grading import case\n")
    return course


class Home:
    """A learner's home, and the app in it."""

    def __init__(self, tmp_path: Path) -> None:
        self.course = own_course(tmp_path / "course")
        self.progress = Progress.open(tmp_path / "home")
        self.engine = ScriptedEngine(ending)

    def app(self) -> TutorApp:
        app = TutorApp(self.course, progress=self.progress, engine=self.engine, start="steps")  # type: ignore[arg-type]
        app.animation_level = "none"
        return app

    def passed(self, exercise: str, code: str, pace: float = 1.0) -> None:
        """Keep an attempt that passed, so many times slower than the reference."""
        result = CaseResult("one", "One", passed=True, seconds=0.2, pace=pace)
        verdict = verdicts.to_json(Verdict(exercise, True, [result]))
        self.progress.save_attempt("tiny", exercise, code, True, verdict)

    @property
    def session(self) -> ScriptedSession:
        return self.engine.sessions[-1]

    @property
    def ran(self) -> list[str]:
        return [cell for session in self.engine.sessions for cell, _ in session.runs]


def ending(cell: str) -> list[protocol.AnyEvent]:
    return [
        protocol.Started(1, cell, device="cpu"),
        protocol.Using(1, [("square", "reference"), ("step", "yours")]),
        protocol.Text(1, "9 4\n"),
        protocol.Finished(1, cell, "done", 0.1),
    ]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


async def at(pilot: Pilot[None], page: int) -> CellView | None:
    assert isinstance(pilot.app, TutorApp)
    await pilot.pause()
    screen = lesson_screen(pilot.app)
    await screen.show_page(page)
    if screen.cell is not None:  # the key comes a little later than the page
        await until(pilot, lambda: screen._takers is not None, "the names", 5)
    await pilot.pause()
    return screen.cell


def offered(app: TutorApp) -> bool:
    return "m" in app.screen.active_bindings


def library_of(app: TutorApp) -> Library:
    return lesson_screen(app).library


# --- the line ---------------------------------------------------------------------------------


async def test_the_output_begins_with_whose_code_it_is(home: Home) -> None:
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at(pilot, WALK)
        assert cell is not None
        for _ in range(2):
            await pilot.press("r")
            await finished(pilot, app)
            await pilot.pause()
            assert cell.output.text == "with your step · the reference's square\n9 4"
        assert "with your step · the reference's square" in screen_text(app)


async def test_a_correction_takes_the_place_of_the_line(home: Home) -> None:
    note = "Your `step` passed, but now Python can't load it (NameError)."
    corrected = protocol.Using(1, [("step", "reference")], [note])
    home.engine = ScriptedEngine(lambda cell: [*ending(cell)[:3], corrected, ending(cell)[3]])
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at(pilot, WALK)
        assert cell is not None
        await pilot.press("r")
        await finished(pilot, app)
        await pilot.pause()
        assert cell.output.text == f"with the reference's step\n{note}\n9 4"
        assert "yours" not in cell.output.text


# --- the key ----------------------------------------------------------------------------------


async def test_the_key_is_there_where_it_means_something(home: Home) -> None:
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        for page, there in ((PLAIN, False), (WALK, True), (SHORT, True), (EXERCISE, True)):
            await at(pilot, page)
            assert offered(app) is there, page
        cell = await at(pilot, PLAIN)
        assert cell is not None
        lesson_screen(app)._edits["plain"] = "print(square(start))"  # as typed
        assert lesson_screen(app).can_switch()


async def test_without_a_version_of_theirs_the_key_says_so(home: Home) -> None:
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await at(pilot, WALK)
        await pilot.press("m")
        await pilot.pause()
        assert notices(app) == (
            "There is no `square` and `step` of yours yet, so the reference's are used. "
            "When its check passes, cells use yours."
        )
        assert library_of(app).own


async def test_the_key_switches_and_is_remembered(home: Home) -> None:
    home.passed("step", "def step(x):\n    return x - 5\n")
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await at(pilot, WALK)
        await pilot.press("m")
        await pilot.pause()
        assert notices(app).endswith(
            "From the next run on, all of this lesson's cells use the references "
            "(here: `square` and `step`). m takes yours again."
        )
        await pilot.press("r")
        await finished(pilot, app)
        (entry,) = home.session.library.entries(["step"])
        assert entry.origin == "reference"
    again = home.app()
    async with again.run_test(size=(120, 36)) as pilot:
        await at(pilot, SHORT)
        assert not library_of(again).own
        await at(pilot, WALK)
        await pilot.press("m")
        await pilot.pause()
        assert notices(again).endswith(
            "From the next run on, this lesson's cells use what you have written (here: `step`). "
            "There is no `square` of yours yet, so the reference's is used."
        )
        assert library_of(again).entries(["step"])[0].origin == "yours"
    last = home.app()
    async with last.run_test(size=(120, 36)) as pilot:
        await at(pilot, WALK)
        assert library_of(last).own


async def test_the_key_on_the_page_of_the_exercise(home: Home) -> None:
    home.passed("step", "def step(x):\n    return x - 5\n")
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await at(pilot, EXERCISE)
        await pilot.press("m")
        await pilot.pause()
        assert "use the references (here: `step`)." in notices(app)


async def test_quizzes_are_computed_with_the_references(home: Home) -> None:
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        screen = lesson_screen(app)
        assert getattr(screen.judge, "library", None) is None  # as the engine opens it
        assert screen.session.library is screen.library


# --- slow versions ----------------------------------------------------------------------------


async def asked(pilot: Pilot[None]) -> ListDialog:
    await pilot.press("r")
    await until(pilot, lambda: isinstance(pilot.app.screen, ListDialog), "the question", 5)
    assert isinstance(pilot.app.screen, ListDialog)
    return pilot.app.screen


async def test_a_slow_version_asks_before_a_long_cell(home: Home) -> None:
    home.passed("step", "def step(x):\n    return x - 5\n", pace=12.3)
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at(pilot, WALK)
        assert cell is not None
        question = await asked(pilot)
        assert question.heading == "Your `step` took 12 times as long as the reference."
        assert "Run with the reference" in screen_text(app)
        await pilot.press("escape")
        await finished(pilot, app)
        assert (home.ran, cell.status) == ([], "")
        await asked(pilot)
        await pilot.press("j", "j", "enter")  # not now
        await finished(pilot, app)
        assert home.ran == []
        await asked(pilot)
        await pilot.press("enter")  # with yours
        await finished(pilot, app)
        assert home.ran == ["walk"]
        await pilot.press("r")  # the answer holds
        await finished(pilot, app)
        assert home.ran == ["walk", "walk"]
        assert home.session.library.entries(["step"])[0].origin == "yours"
        home.passed("step", "def step(x):\n    return x - 6\n", pace=4)  # another attempt
        await asked(pilot)
        await pilot.press("j", "enter")  # with the reference
        await finished(pilot, app)
        assert home.ran == ["walk"] * 3
        assert home.session.library.entries(["step"])[0].origin == "reference"
        await pilot.press("r")
        await finished(pilot, app)
        assert home.ran == ["walk"] * 4
        await pilot.press("m", "m")  # to the reference, and back to theirs
        await pilot.press("r")
        await finished(pilot, app)
        assert home.ran == ["walk"] * 5
        assert home.session.library.entries(["step"])[0].origin == "yours"


@pytest.mark.parametrize("pace", [None, 2.9, 3.0])
async def test_a_version_that_is_not_slow_does_not_ask(home: Home, pace: float | None) -> None:
    home.passed("step", "def step(x):\n    return x - 5\n", pace)  # type: ignore[arg-type]
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await at(pilot, WALK)
        await pilot.press("r")
        await finished(pilot, app)
        assert home.ran == ["walk"]


async def test_short_cells_and_references_do_not_ask(home: Home) -> None:
    home.passed("step", "def step(x):\n    return x - 5\n", pace=4.5)  # 4.5 s instead of 1
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await at(pilot, SHORT)
        await pilot.press("r")
        await finished(pilot, app)
        await at(pilot, PLAIN)
        await pilot.press("r")
        await finished(pilot, app)
        await at(pilot, WALK)
        await pilot.press("m")
        await pilot.press("r")
        await finished(pilot, app)
        assert home.ran == ["short", "plain", "walk"]


async def test_a_short_cell_that_would_become_long_asks(home: Home) -> None:
    home.passed("step", "def step(x):\n    return x - 5\n", pace=50)
    app = home.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await at(pilot, SHORT)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ListDialog), "the question")
        assert home.ran == []


# --- with the real engine ---------------------------------------------------------------------


async def test_what_passes_is_used_at_once(home: Home) -> None:
    app = TutorApp(home.course, progress=home.progress, device="cpu", start="steps")
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at(pilot, WALK)
        assert cell is not None

        async def gives(text: str) -> None:
            await pilot.press("r")
            await until(pilot, lambda: lesson_screen(app).running is None, "the run", SECONDS)
            await pilot.pause()
            assert cell.output.text == text

        await gives("with the reference's square, step\n9 4")
        home.passed("step", "def step(x):\n    return x - 5\n")
        await gives("with your step · the reference's square\n5 4")
        await pilot.press("m")
        await gives("with the reference's square, step\n9 4")
        await pilot.press("m")
        home.passed("step", "def step(x) return x\n")
        await pilot.press("r")
        await until(pilot, lambda: lesson_screen(app).running is None, "the run", SECONDS)
        await pilot.pause()
        assert "your `step` passed" in cell.output.text.lower()
        assert cell.output.text.endswith("9 4")
