"""A learner turns knobs: before a run, during one, twenty times quickly, in a small window."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from course_maker import (
    ScriptedEngine,
    ScriptedSession,
    floats,
    lesson_text,
    make_app,
    write_course,
)
from lesson_steps import WALK, at_walk, finished

from tutor.app.cell import CellView
from tutor.app.cell_parts import budget
from tutor.app.driving import lesson_screen, until
from tutor.app.main import TutorApp
from tutor.app.output import ProgressLine
from tutor.app.remaining import Expected, left, words
from tutor.engine import protocol
from tutor.engine.protocol import Finished, Paused, Points, Progress, Resumed, Started, Text
from tutor.progress import Progress as Learned


class LiveSession(ScriptedSession):
    """Runs go on until they are stopped, or for `quick` events: a point, then another one …"""

    async def run(
        self, cell_id: str, knobs: Mapping[str, object] | None = None
    ) -> AsyncIterator[protocol.AnyEvent]:
        assert not self.running
        self.running = True
        self.stopped.clear()
        number = len(self.runs) + 1
        self.runs.append((cell_id, dict(knobs or {})))
        eta = float((knobs or {}).get("eta", 0.2))  # type: ignore[arg-type]
        outcome = "stopped"
        try:
            yield Started(number, cell_id, device="cpu")
            for step in range(3 if not self.endless else 10_000):
                yield Points(number, "x", floats(step), floats(eta * step), seen=step + 1)
                if self.stopped.is_set():
                    break
                await asyncio.sleep(0.01)
            else:
                outcome = "done"
            self.running = False
            yield Text(number, f"eta {eta:g}\n")
            yield Finished(number, cell_id, outcome, 0.05, steps=3)  # type: ignore[arg-type]
        finally:
            self.running = False


class LiveEngine(ScriptedEngine):
    """Opens such sessions."""

    def open(self, lesson: object, *, seed: int = 0) -> ScriptedSession:
        session = LiveSession(lesson, self.script, seed, endless=self.endless)  # type: ignore[arg-type]
        self.sessions.append(session)
        return session


def quick_app(tmp_path: Path, *, endless: bool = False, seconds: float = 0.5) -> TutorApp:
    """The small course, its cell with a budget."""
    text = lesson_text().replace(":id: walk\n", f":id: walk\n:seconds: {seconds}\n")
    course = write_course(tmp_path / "course", downhill=text)
    return make_app(tmp_path, engine=LiveEngine(endless=endless), course=course)


def runs(app: TutorApp) -> list[float]:
    """The etas of all runs, in order."""
    engine = app.engine
    assert isinstance(engine, ScriptedEngine)
    return [float(values["eta"]) for session in engine.sessions for _, values in session.runs]


def labels(cell: CellView) -> list[float]:
    """The etas of the kept runs."""
    assert cell.figure is not None
    return [float(run.values["eta"]) for run in cell.figure.runs.kept]  # type: ignore[arg-type]


async def test_a_turn_runs_a_quick_cell_at_once(tmp_path: Path) -> None:
    app = quick_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("tab", "up")
        await finished(pilot, app)
        assert runs(app) == [0.5]
        assert cell.output.text == "eta 0.5"
        await pilot.press("down")
        await finished(pilot, app)
        assert runs(app) == [0.5, 0.2]
        assert labels(cell) == [0.5, 0.2]
        assert cell.output.text == "eta 0.2"
        assert "another version" not in str(cell.query_one(".cell-status").render())


async def test_a_turn_waits_for_the_learner_where_a_run_is_long(tmp_path: Path) -> None:
    app = quick_app(tmp_path, seconds=30)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("tab", "up")
        await pilot.pause()
        assert runs(app) == []
        assert "r or enter runs it like this" in str(cell.query_one(".cell-status").render())
        await pilot.press("enter")
        await finished(pilot, app)
        assert runs(app) == [0.5]
        # Here it took a twentieth of a second: from now on it runs at once.
        await pilot.press("up")
        await finished(pilot, app)
        assert runs(app) == [0.5, 1.0]
        assert cell.outcome == "done"


async def test_a_turn_during_a_run_begins_anew_and_keeps_no_half_picture(tmp_path: Path) -> None:
    app = quick_app(tmp_path, endless=True, seconds=30)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await until(pilot, lambda: cell.figure and not cell.figure.is_empty, "a point", 5)
        await pilot.press("tab", "up")
        await until(pilot, lambda: len(runs(app)) == 2, "the second run", 5)
        await pilot.pause(0.1)
        assert runs(app) == [0.2, 0.5]
        assert cell.running
        assert cell.figure is not None
        assert cell.figure.runs.kept == []
        assert cell.figure.runs.current is not None
        assert cell.figure.runs.current.values == {"eta": 0.5}
        await pilot.press("ctrl+g")
        await finished(pilot, app)
        assert cell.outcome == "stopped"
        assert labels(cell) == [0.5]


async def test_twenty_quick_turns_never_queue_and_the_last_value_wins(tmp_path: Path) -> None:
    app = quick_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("tab")
        field = cell.knobs.fields[0]
        for turn in range(1, 21):  # as a drag does: without a pause in between
            field.turn_to(turn / 100)
        await until(pilot, lambda: not lesson_screen(app).running and runs(app), "the runs", 5)
        await until(pilot, lambda: runs(app)[-1] == 0.2 and not cell.running, "the last", 5)
        assert len(runs(app)) <= 3
        assert labels(cell)[-1] == 0.2
        assert cell.output.text == "eta 0.2"


async def test_turns_with_time_between_them_never_queue_either(tmp_path: Path) -> None:
    app = quick_app(tmp_path, endless=True)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("tab")
        for turn in range(1, 21):
            cell.knobs.fields[0].turn_to(turn / 100)
            await pilot.pause(0.005 * (turn % 4))
        await until(pilot, lambda: runs(app)[-1] == 0.2, "the last value", 5)
        assert cell.running
        assert len(runs(app)) <= 21
        await pilot.press("ctrl+g")
        await finished(pilot, app)
        assert labels(cell) == [0.2]


async def test_that_something_runs_is_said_once(tmp_path: Path) -> None:
    app = quick_app(tmp_path, endless=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await at_walk(pilot)
        await pilot.press("r", "r", "r", "r")
        said = [each.message for each in app._notifications if "still running" in each.message]
        assert len(said) == 1
        assert "escape stops it" in said[0]
        await pilot.press("escape")
        await finished(pilot, app)


async def test_a_stop_ends_it_even_while_it_begins_anew(tmp_path: Path) -> None:
    app = quick_app(tmp_path, endless=True)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("tab", "up")
        await until(pilot, lambda: cell.running and runs(app), "the run", 5)
        lesson_screen(app)._begin_anew(cell)
        await lesson_screen(app).action_stop()
        await until(pilot, lambda: lesson_screen(app).running is None, "the end", 5)


async def test_a_page_turned_during_a_run_is_as_it_was_when_one_comes_back(tmp_path: Path) -> None:
    app = quick_app(tmp_path, endless=True)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("tab", "up", "escape", "n")
        assert lesson_screen(app).index == WALK + 1
        await until(pilot, lambda: cell.figure and not cell.figure.is_empty, "a point", 5)
        assert lesson_screen(app).running is cell
        await pilot.press("p")
        assert lesson_screen(app).cell is cell
        await pilot.press("tab", "up")
        await until(pilot, lambda: runs(app)[-1] == 1.0, "the new run", 5)
        await pilot.press("escape", "escape")
        await finished(pilot, app)
        assert labels(cell) == [1.0]


async def test_a_window_resized_during_a_run_goes_on_drawing(tmp_path: Path) -> None:
    app = quick_app(tmp_path, endless=True)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await until(pilot, lambda: cell.figure and not cell.figure.is_empty, "a point", 5)
        assert cell.figure is not None
        for width, height in ((80, 24), (40, 12), (20, 5), (120, 36)):
            await pilot.resize_terminal(width, height)
            await pilot.pause(0.1)
            assert cell.running
        assert cell.figure.region.width > 40
        await pilot.press("escape")
        await finished(pilot, app)
        assert len(labels(cell)) == 1


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_knob_and_curve_are_both_seen_however_low_the_window(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = quick_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("tab", "up")
        await finished(pilot, app)
        await pilot.press("up")
        await finished(pilot, app)
        await pilot.pause(0.2)
        assert cell.figure is not None
        knob = cell.knobs.fields[0].region
        assert 1 <= knob.y < size[1] - 1
        seen = min(cell.figure.region.bottom, size[1] - 1) - cell.figure.region.y
        assert seen >= min(cell.figure.region.height, 6)


async def test_turned_knobs_are_there_again_after_a_restart(tmp_path: Path) -> None:
    app = quick_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await at_walk(pilot)
        await pilot.press("tab", "up")
        await finished(pilot, app)

    def again() -> TutorApp:
        progress = Learned.open(tmp_path / "home")
        return TutorApp(app.course, progress=progress, engine=LiveEngine())  # type: ignore[arg-type]

    second = again()
    async with second.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        assert cell.knobs.values() == {"eta": 0.5}
        await pilot.press("tab", "ctrl+z")
        await finished(pilot, second)
        assert runs(second) == [0.2]
    third = again()
    async with third.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        assert cell.knobs.values() == {"eta": 0.2}


async def test_the_lessons_values_come_back_with_one_key(tmp_path: Path) -> None:
    app = quick_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("tab", "up")
        await finished(pilot, app)
        await pilot.press("escape", "u")
        await until(pilot, lambda: runs(app) == [0.5, 0.2] and not cell.running, "the run", 5)
        await pilot.press("u")  # nothing is turned: nothing to do
        await pilot.pause(0.1)
        assert runs(app) == [0.5, 0.2]


# --- how long, and by whom it is paused ----------------------------------------------------------


def test_what_is_left_is_told_by_steps_then_by_time_then_not_at_all() -> None:
    assert left(Expected(10, 100), 2.0, 50) == pytest.approx(2.0)
    assert left(Expected(10, 100), 2.0, 100) is None
    assert left(Expected(10, 0), 4.0, 50) == pytest.approx(6.0)
    assert left(Expected(10, 0), 12.0, 0) is None
    assert left(Expected(), 4.0, 50) is None
    assert words(8.4) == "about 8 s left"
    assert words(600) == "about 10 min left"


async def test_the_line_says_what_is_left_and_by_whom_a_run_is_paused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProgressLine, "DELAY", 0.0)
    app = quick_app(tmp_path, endless=True, seconds=30)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        await pilot.press("r")
        await until(pilot, lambda: cell.output.text or cell.figure, "an event", 5)
        line = cell.query_one(ProgressLine)
        line.tick()
        assert re.search("about (30|29|28) s left", str(line.render()))
        await cell.apply(Paused(1, "train"))
        assert line.display
        assert "paused: train runs first" in str(line.render())
        await cell.apply(Resumed(1, 2.0))
        assert "paused" not in str(line.render())
        await cell.apply(Progress(1, "", 10, 40, 2.0))
        line.tick()
        assert "about 15 s left" in str(line.render())
        await pilot.press("escape")
        await finished(pilot, app)


# --- told to who is elsewhere --------------------------------------------------------------------


def long_run(outcome: str = "done", seconds: float = 12.0) -> ScriptedEngine:
    end = Finished(1, "walk", outcome, seconds)  # type: ignore[arg-type]
    return ScriptedEngine(lambda _: [Started(1, "walk"), end])


@pytest.mark.parametrize(
    ("engine", "key", "told"),
    [
        (long_run(), "n", "“walk” in Downhill is done · 12 s"),
        (long_run("raised"), "q", "stopped by an error"),
        (long_run(seconds=2.0), "n", ""),
        (long_run("stopped"), "n", ""),
        (long_run(), "", ""),
    ],
)
async def test_the_end_of_a_long_run_is_told_to_who_is_elsewhere(
    tmp_path: Path, engine: ScriptedEngine, key: str, told: str
) -> None:
    app = make_app(tmp_path, engine=engine)
    async with app.run_test(size=(120, 36)) as pilot:
        cell = await at_walk(pilot)
        screen = lesson_screen(app)
        if key:
            await pilot.press(key)
            await pilot.pause()
        screen.run_cell(cell)
        await until(pilot, lambda: screen.running is None and cell.outcome, "the run", 5)
        await pilot.pause()
        found = [n.message for n in app._notifications if "walk" in n.message]
        assert bool(found) == bool(told)
        assert all(told in message for message in found)


async def test_an_app_left_during_a_run_ends_in_order(tmp_path: Path) -> None:
    app = quick_app(tmp_path, endless=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await at_walk(pilot)
        await pilot.press("tab", "up")
        await until(pilot, lambda: runs(app), "the run", 5)
        await pilot.press("up")
    assert app.return_code in (0, None)


def test_a_cell_is_known_by_its_budget() -> None:
    assert budget({}, "a") == Expected()  # nobody has said anything yet
    assert budget({"a": 8.0}, "a") == Expected(8.0)
    assert budget({"b": 8.0}, "a") == Expected()
