"""Checks one after another, beside others, stopped, and with processes that end."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
from checks_support import check, judged, one, report
from doubling import WRONG, exercise
from engine_support import eventually, lesson, outcome, run

from tutor.course.model import Exercise
from tutor.engine import Busy, Engine
from tutor.engine.checks import Checks
from tutor.engine.protocol import Diagnosed, Finished, Judged, Listed

pytestmark = pytest.mark.asyncio(loop_scope="session")

GOOD = "def double(x):\n    return x + x\n"
BODY = "def double(x):\n    {}\n    return x + x\n"
SEGFAULT = BODY.format("import ctypes; ctypes.string_at(0)")


async def test_a_check_is_stopped(checks: Checks, doubling: Exercise) -> None:
    code = BODY.format("import time; time.sleep(60)")
    events = []
    async for event in checks.check(doubling, code):
        events.append(event)
        if isinstance(event, Listed):
            with pytest.raises(Busy):
                checks.check(doubling, GOOD)
            began = time.monotonic()
            await checks.stop()
    assert time.monotonic() - began < 1
    last = events[-1]
    assert isinstance(last, Finished)
    assert last.outcome == "stopped"
    assert not any(isinstance(e, Judged) for e in events)
    assert (await judged(checks, doubling, GOOD)).passed


async def test_a_check_beside_a_running_cell(
    checks: Checks, forking: Engine, doubling: Exercise
) -> None:
    session = forking.open(lesson(a="import time\ntime.sleep(0.5)\nprint('done')"))
    cell, verdict = await asyncio.gather(run(session, "a"), judged(checks, doubling, GOOD))
    assert outcome(cell) == "done"
    assert verdict.passed
    await session.close()


async def test_many_checks_in_a_row_agree(checks: Checks, doubling: Exercise) -> None:
    def stable(verdict: object) -> object:
        return [(c.name, c.passed, c.report) for c in verdict.cases]  # type: ignore[attr-defined]

    first = await judged(checks, doubling, WRONG["same"])
    for _ in range(5):
        assert stable(await judged(checks, doubling, WRONG["same"])) == stable(first)
    other = await judged(checks, doubling, WRONG["same"], seed=1)
    assert stable(other) != stable(first)  # other numbers were drawn


async def test_a_judge_that_was_killed_is_replaced(checks: Checks, doubling: Exercise) -> None:
    assert (await judged(checks, doubling, GOOD)).passed
    runner = checks._judging._lease.present
    assert runner is not None
    os.kill(runner.pid, signal.SIGKILL)
    events = await check(checks, doubling, WRONG["halves"])
    assert not one(events, Judged).verdict.passed
    again = await check(checks, doubling, WRONG["halves"])
    assert one(again, Diagnosed).name == "halves"


async def test_when_the_host_ends_nobody_has_failed(doubling: Exercise, tmp_path: Path) -> None:
    engine = Engine(device="cpu", method="fork")
    await engine.start()
    try:
        checks = engine.checks
        assert (await judged(checks, doubling, GOOD)).passed
        events = []
        begun = tmp_path / "begun"  # a player that isn't there yet would come from the next host
        code = BODY.format(f"import time; open({str(begun)!r}, 'w'); time.sleep(60)")
        async for event in checks.check(doubling, code):
            events.append(event)
            if isinstance(event, Listed):
                assert await eventually(begun.exists, 10)
                os.kill(engine._source.pid, signal.SIGKILL)  # type: ignore[attr-defined]
        assert [type(e).__name__ for e in events[-2:]] == ["Died", "Finished"]
        assert not any(isinstance(e, Judged) for e in events)
        assert (await judged(checks, doubling, GOOD)).passed
    finally:
        await engine.close()


# --- broken exercises ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        {"check": "import nothing_of_that_name\n"},
        {"check": "x = 1\n"},
        {"check": "def broken(:\n"},
        {"reference": "def double(x):\n    return 3 * x\n"},  # its own cases say no
        {"reference": "def double(x):\n    return x.nothing\n"},
        {"reference": "import os\nos._exit(3)\ndef double(x): pass\n"},
    ],
    ids=["import", "no case", "syntax", "wrong", "raises", "dies"],
)
async def test_a_broken_exercise_is_our_mistake(
    checks: Checks, tmp_path: Path, parts: dict[str, str]
) -> None:
    found = report(await judged(checks, exercise(tmp_path / "broken", **parts), GOOD))  # type: ignore[arg-type]
    assert found.kind == "grader"
    assert "our mistake, not yours" in found.message


# --- other ways to make processes ----------------------------------------------------------------


async def test_an_early_runner_checks(doubling: Exercise) -> None:
    engine = Engine(device="cpu", method="fork")
    await engine.start()
    try:
        assert not engine.ready
        assert (await judged(engine.checks, doubling, GOOD)).passed
    finally:
        await engine.close()
    assert not engine.checks.running


@pytest.mark.slow
async def test_spawned_processes_check_too(spawning: Engine, doubling: Exercise) -> None:
    assert (await judged(spawning.checks, doubling, GOOD)).passed
    assert report(await judged(spawning.checks, doubling, SEGFAULT)).kind == "died"
    assert not (await judged(spawning.checks, doubling, WRONG["same"], diagnose=False)).passed
