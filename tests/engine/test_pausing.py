"""Several runs at once: the one begun last has the cores, and nothing happens to the others."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from checks_support import check, judged, one
from doubling import CHECK, exercise
from engine_support import alive, death, eventually, lesson, outcome, printed, run

from tutor.course.model import Exercise
from tutor.engine import Engine, Limits, Session
from tutor.engine.checks import Checks
from tutor.engine.protocol import AnyEvent, Finished, Judged, Paused, Resumed, Text

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(sys.platform == "win32", reason="no signals"),
]

# Counts for ever, and prints now and then what it has counted to.
COUNT = """import time
n = 0
print("begun", flush=True)
while True:
    n += 1
    time.sleep(0.005)"""


def state(pid: int) -> str:
    """The state of a process: "T" if it is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


class Going:
    """A run on its way."""

    def __init__(self, session: Session, cell: str = "a") -> None:
        self.session = session
        self.events: list[AnyEvent] = []
        self.task = asyncio.ensure_future(self._run(cell))

    async def _run(self, cell: str) -> list[AnyEvent]:
        async for event in self.session.run(cell):
            self.events.append(event)
        return self.events

    async def begun(self) -> int:
        """Wait until it prints; its process."""
        assert await eventually(lambda: any(isinstance(e, Text) for e in self.events), 20)
        assert self.session.pid is not None
        return self.session.pid

    @property
    def paused(self) -> bool:
        """Whether it says that it is."""
        said = [e for e in self.events if isinstance(e, Paused | Resumed)]
        return bool(said) and isinstance(said[-1], Paused)


@asynccontextmanager
async def paused(engine: Engine, source: str = COUNT) -> AsyncIterator[tuple[Going, Session, int]]:
    """A run that is paused because another one goes on, that one's session, and its process."""
    below = engine.open(lesson(a=source, b="print(n)"))
    above = engine.open(lesson(a="print('top', flush=True)\nwhile True: pass", b="1"))
    going = Going(below)
    pid = await going.begun()
    top = Going(above)
    await top.begun()
    assert await eventually(lambda: going.paused and state(pid) == "T")
    try:
        yield going, above, pid
    finally:
        await asyncio.gather(below.close(), above.close())
        await asyncio.gather(going.task, top.task)


async def test_the_run_begun_last_goes_first_and_then_the_other_goes_on(engine: Engine) -> None:
    async with paused(engine) as (going, above, pid):
        (said,) = [e for e in going.events if isinstance(e, Paused)]
        assert said.by == "a"  # both lessons have one title
        await asyncio.sleep(0.3)
        began = time.monotonic()
        await above.stop()
        assert await eventually(lambda: state(pid) != "T")
        assert time.monotonic() - began < 1
        assert await eventually(lambda: not going.paused)
        (resumed,) = [e for e in going.events if isinstance(e, Resumed)]
        assert resumed.seconds >= 0.3
        await going.session.stop()
        assert outcome(await going.task) == "stopped"


async def test_its_children_stand_still_too(forking: Engine) -> None:
    source = """import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
print(child.pid, flush=True)
time.sleep(60)"""
    async with paused(forking, source) as (going, above, _):
        child = int(printed(going.events))
        assert await eventually(lambda: state(child) == "T")
        await above.stop()
        assert await eventually(lambda: state(child) != "T")


async def test_a_paused_run_is_stopped_at_once_and_keeps_its_names(engine: Engine) -> None:
    async with paused(engine) as (going, _, pid):
        began = time.perf_counter()
        await going.session.stop()
        assert time.perf_counter() - began < 0.5
        assert outcome(await going.task) == "stopped"
        assert state(pid) != "T"
        events = await run(going.session, "b")
        assert int(printed(events)) > 0
        assert "Uses `a`, which was stopped after" in printed(events, "err")


async def test_a_paused_run_that_refuses_every_signal_is_killed(forking: Engine) -> None:
    source = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    source += "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + COUNT
    async with paused(forking, source) as (going, _, pid):
        began = time.perf_counter()
        await going.session.stop()
        assert time.perf_counter() - began < 3
        assert "did not stop" in death(await going.task).reason
        assert await eventually(lambda: not alive(pid))


async def test_a_paused_run_is_closed(engine: Engine) -> None:
    async with paused(engine) as (going, _, pid):
        began = time.perf_counter()
        await going.session.close()
        assert time.perf_counter() - began < 1
        assert outcome(await going.task) == "died"
        assert await eventually(lambda: not alive(pid))


async def test_a_paused_run_that_is_killed_is_mourned(forking: Engine) -> None:
    async with paused(forking) as (going, above, pid):
        os.kill(pid, signal.SIGKILL)
        assert "killed" in death(await going.task).reason
        assert above.running
        # The cell that was below is gone from the pile: the top one ends, nobody is woken.
        await above.stop()


async def test_the_host_still_watches_a_paused_run(forking: Engine) -> None:
    # What has left the group isn't paused, and starts more than is allowed.
    source = """import subprocess, sys, time
more = "import subprocess, time; time.sleep(1.0);"
more += "a = [subprocess.Popen(['sleep', '60']) for _ in range(9)]; time.sleep(60)"
subprocess.Popen([sys.executable, "-c", more], start_new_session=True)
print("begun", flush=True)
time.sleep(60)"""
    engine = Engine(device="cpu", method="fork", limits=Limits(processes=4))
    try:
        async with paused(engine, source) as (going, _, pid):
            assert "more than 4 processes" in death(await going.task).reason
            assert await eventually(lambda: not alive(pid))
    finally:
        await engine.close()


async def test_a_limit_on_wall_time_does_not_count_what_was_paused(forking: Engine) -> None:
    limits = Limits(wall_seconds=1.0)
    session = Session(lesson(a=COUNT, b="print(n)"), forking._source, limits, turns=forking._turns)
    above = forking.open(lesson(a="print(1, flush=True)\nwhile True: pass"))
    going = Going(session)
    await going.begun()
    top = Going(above)
    await top.begun()
    assert await eventually(lambda: going.paused)
    await asyncio.sleep(1.3)
    assert session.running
    await above.stop()
    assert await eventually(lambda: not session.running)
    assert "longer than 1 s" in printed(await going.task, "err")
    last = going.events[-1]
    assert isinstance(last, Finished)
    assert last.seconds < 1.4
    await asyncio.gather(session.close(), above.close(), top.task)


async def test_time_that_was_paused_is_not_counted(forking: Engine) -> None:
    session = forking.open(lesson(a="import time\nprint(1, flush=True)\ntime.sleep(0.4)"))
    above = forking.open(lesson(a="print(1, flush=True)\nwhile True: pass"))
    going = Going(session)
    await going.begun()
    top = Going(above)
    await top.begun()
    await asyncio.sleep(1.0)
    await above.stop()
    last = (await going.task)[-1]
    assert isinstance(last, Finished)
    assert last.outcome == "done"
    assert last.seconds < 0.9
    await asyncio.gather(session.close(), above.close(), top.task)


async def test_a_run_that_ends_just_as_it_is_paused_leaves_a_runner_that_runs(
    forking: Engine,
) -> None:
    session = forking.open(lesson(a="x = 1", b="print(x)"))
    above = forking.open(lesson(a="1"))
    await asyncio.gather(run(session, "a"), run(above, "a"))
    for _ in range(30):
        await asyncio.gather(run(session, "a"), run(above, "a"))
        assert printed(await asyncio.wait_for(run(session, "b"), 5)) == "1\n"
    assert not forking._turns.busy
    await asyncio.gather(session.close(), above.close())


async def test_an_answer_to_a_question_goes_first(forking: Engine) -> None:
    session = forking.open(lesson(a=COUNT))
    judge = forking.open(lesson(a="x = 20"))
    going = Going(session)
    await going.begun()
    found = await judge.evaluate("x + 1", after="a")
    assert found.text == "21"
    (said,) = [e for e in going.events if isinstance(e, Paused)]
    assert said.by == "the answer to a question"
    assert await eventually(lambda: not going.paused)
    await asyncio.gather(session.close(), judge.close(), going.task)


# --- checks --------------------------------------------------------------------------------------

GOOD = "def double(x):\n    return x + x\n"
SLOW = "def double(x):\n    import time; time.sleep({})\n    return x + x\n"


async def test_a_check_goes_before_a_cell_that_runs(
    checks: Checks, doubling: Exercise, forking: Engine
) -> None:
    session = forking.open(lesson(a=COUNT))
    going = Going(session)
    await going.begun()
    assert (await judged(checks, doubling, GOOD)).passed
    (said,) = [e for e in going.events if isinstance(e, Paused)]
    assert said.by == f"the check of {doubling.name}"
    assert await eventually(lambda: not going.paused)
    await asyncio.gather(session.close(), going.task)


async def test_a_check_waits_for_a_cell_begun_later_and_no_time_limit_counts(
    forking: Engine, tmp_path: Path
) -> None:
    brief = CHECK.replace("@case\n", "@case(seconds=1)\n")
    place = exercise(tmp_path / "short", check=brief)
    assert (await judged(forking.checks, place, GOOD)).passed
    checks = forking.checks
    session = forking.open(lesson(a="print(1, flush=True)\nwhile True: pass"))
    task = asyncio.ensure_future(check(checks, place, SLOW.format(0.3)))
    assert await eventually(lambda: forking._turns.busy)
    await asyncio.sleep(0.2)
    going = Going(session)
    await going.begun()
    await asyncio.sleep(2.5)
    assert not task.done()
    await session.stop()
    events = await task
    assert any(isinstance(e, Paused) for e in events)
    verdict = one(events, Judged).verdict
    assert verdict.passed
    assert verdict.pace is None  # the player's clock went on
    await asyncio.gather(session.close(), going.task)


async def test_a_paused_check_is_stopped(
    checks: Checks, forking: Engine, doubling: Exercise
) -> None:
    session = forking.open(lesson(a="print(1, flush=True)\nwhile True: pass"))
    task = asyncio.ensure_future(check(checks, doubling, SLOW.format(30)))
    assert await eventually(lambda: forking._turns.busy)
    going = Going(session)
    await going.begun()
    began = time.monotonic()
    await checks.stop()
    assert time.monotonic() - began < 1
    last = (await task)[-1]
    assert isinstance(last, Finished)
    assert last.outcome == "stopped"
    await asyncio.gather(session.close(), going.task)
    assert not forking._turns.busy
