"""A run stopped: at any moment, whatever the code does, and what is left after it."""

from __future__ import annotations

import asyncio
import time

import pytest
from engine_support import death, eventually, lesson, outcome, printed, run

from tutor.engine import Engine, Limits, Session
from tutor.engine.protocol import Started, Text

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def stop_after(engine: Engine, source: str, seconds: float = 0.3) -> tuple[str, float, str]:
    """Stop a cell; how it ended, how long that took, and what a later cell sees of `x`."""
    session = engine.open(lesson(a=source, b="print(globals().get('x', 'gone'))"))
    await run(session, "b")
    running = asyncio.ensure_future(run(session, "a"))
    await asyncio.sleep(seconds)
    assert session.running
    began = time.perf_counter()
    await session.stop()
    took = time.perf_counter() - began
    events = await running
    if outcome(events) == "died":
        assert "did not stop" in death(events).reason
    seen = printed(await run(session, "b")).strip()
    await session.close()
    return outcome(events), took, seen


async def test_a_python_loop_stops_at_once_and_keeps_its_names(engine: Engine) -> None:
    ended, took, seen = await stop_after(engine, "x = 5\nwhile True: pass")
    assert (ended, seen) == ("stopped", "5")
    assert took < 0.2


async def test_a_sleep_and_a_wait_for_a_child_stop_at_once(forking: Engine) -> None:
    # subprocess.run itself gives its child a quarter of a second to end.
    for line, most in (("time.sleep(60)", 0.2), ("subprocess.run(['sleep', '60'])", 0.6)):
        ended, took, seen = await stop_after(forking, f"import subprocess, time\nx = 5\n{line}")
        assert (ended, seen) == ("stopped", "5")
        assert took < most


async def test_a_cell_that_catches_the_interrupt_is_ended_all_the_same(forking: Engine) -> None:
    source = """x = 5
def deaf():
    try:
        while True: pass
    except BaseException:
        deaf()
deaf()"""
    _, took, _ = await stop_after(forking, source)
    assert took < 3


async def test_a_cell_that_refuses_every_signal_is_killed(forking: Engine) -> None:
    source = """import signal, time
x = 5
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
while True: time.sleep(1)"""
    ended, took, seen = await stop_after(forking, source)
    assert (ended, seen) == ("died", "gone")
    assert took < 3


async def test_a_long_native_call_is_ended(forking: Engine) -> None:
    # Holds the interpreter for far longer than anybody waits.
    ended, took, seen = await stop_after(forking, "x = 5\nsum(range(10**12))")
    assert (ended, seen) == ("died", "gone")
    assert took < 3


async def test_stopping_twice_and_when_nothing_runs(forking: Engine) -> None:
    session = forking.open(lesson(a="while True: pass", b="1"))
    await session.stop()
    running = asyncio.ensure_future(run(session, "a"))
    assert await eventually(lambda: session.running)
    await asyncio.gather(session.stop(), session.stop())
    assert outcome(await running) == "stopped"
    await session.stop()
    assert outcome(await run(session, "b")) == "done"
    await session.close()


async def test_stopping_at_any_moment_of_a_run(forking: Engine) -> None:
    session = forking.open(lesson(a="x = 1", b="y = x\nwhile True: pass", c="print('here')"))
    for moment in (0, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016):
        running = asyncio.ensure_future(run(session, "b"))
        await asyncio.sleep(moment)
        await session.stop()
        await session.stop() if session.running else None
        if not running.done() and not session.running and moment == 0:
            await eventually(lambda: session.running)
            await session.stop()
        assert outcome(await running) == "stopped"
    assert printed(await run(session, "c")) == "here\n"
    await session.close()


async def test_a_stopped_needed_cell_ends_the_run(forking: Engine) -> None:
    session = forking.open(lesson(a="x = 1\nwhile True: pass", b="print(x)"))
    running = asyncio.ensure_future(run(session, "b"))
    await asyncio.sleep(0.3)
    await session.stop()
    events = await running
    assert outcome(events) == "stopped"
    assert [e.cell for e in events if isinstance(e, Started)] == ["a"]
    await session.close()


async def test_leaving_the_iteration_stops_the_run(forking: Engine) -> None:
    session = forking.open(lesson(a="x = 3\nprint(x)\nwhile True: pass", b="print(x)"))
    events = session.run("a")
    async for event in events:
        if isinstance(event, Text):
            break
    assert session.running
    await events.aclose()
    assert not session.running

    task = asyncio.ensure_future(run(session, "a"))
    assert await eventually(lambda: session.running)
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not session.running
    session.edit("a", "x = 4")
    assert printed(await run(session, "b")) == "4\n"
    await session.close()


async def test_closing_while_running(forking: Engine) -> None:
    session = forking.open(lesson(a="while True: pass"))
    running = asyncio.ensure_future(run(session, "a"))
    assert await eventually(lambda: session.pid is not None)
    await asyncio.sleep(0.1)
    began = time.perf_counter()
    await session.close()
    assert time.perf_counter() - began < 1
    assert outcome(await running) == "died"
    assert outcome(await run(session, "a")) == "died"  # a closed session says so


async def test_restarting_forgets_every_name(forking: Engine) -> None:
    session = forking.open(lesson(a="x = 1", b="print(globals().get('x', 'gone'))"))
    await run(session, "a")
    before = session.pid
    await session.restart()
    assert printed(await run(session, "b")) == "gone\n"
    assert session.pid != before
    await session.close()


async def test_the_wall_limit_stops_a_run_and_says_so(forking: Engine) -> None:
    cells = lesson(a="x = 5\nwhile True: pass", b="print(x)")
    session = Session(cells, forking._source, Limits(wall_seconds=0.5))
    began = time.perf_counter()
    events = await run(session, "a")
    assert 0.4 < time.perf_counter() - began < 2
    assert outcome(events) == "stopped"
    assert "longer than 0.5 s" in printed(events, "err")
    session.edit("a", "x = 6")
    assert printed(await run(session, "b")) == "6\n"
    await session.close()
