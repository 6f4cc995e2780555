from __future__ import annotations

import asyncio
import statistics
import sys
import time

import pytest
from engine_support import (
    cell,
    death,
    error,
    eventually,
    lesson,
    outcome,
    printed,
    ran,
    run,
    with_knob,
)  # fmt: skip

from tutor.course.knobs import KnobError
from tutor.engine import Busy, Engine, Limits, Session
from tutor.engine.protocol import Finished, Started, Text, Value

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_cell_runs_with_what_it_needs(engine: Engine) -> None:
    session = engine.open(lesson(setup="import math", a="x = 4", b="y = x + 1\nprint(y)\ny * 2"))
    events = await run(session, "b")
    assert ran(events) == ["a", "b"]
    assert [(e.cell, e.needed) for e in events if isinstance(e, Started)] == [
        ("a", True),
        ("b", False),
    ]
    assert printed(events) == "5\n"
    assert [e.text for e in events if isinstance(e, Value)] == ["10"]
    assert len({e.run for e in events}) == 1
    assert ran(await run(session, "b")) == ["b"]
    session.edit("a", "x = 7")
    assert printed(await run(session, "b")) == "8\n"
    await session.close()


async def test_knobs(forking: Engine) -> None:
    session = forking.open(
        lesson(with_knob("a", "eta = 0.5\nprint(eta)", "eta", 0.5), cell("b", "print(eta)"))
    )
    assert printed(await run(session, "a", {"eta": 2.0})) == "2.0\n"
    assert printed(await run(session, "b")) == "2.0\n"
    assert printed(await run(session, "a")) == "0.5\n"
    for wrong in ({"alpha": 1.0}, {"eta": [1]}):
        with pytest.raises(KnobError):
            session.run("a", wrong)
    with pytest.raises(KeyError):
        session.run("nowhere")
    await session.close()


async def test_the_seed_is_set_before_each_cell(forking: Engine) -> None:
    drawn = lesson(a="import random, torch\nprint(random.random(), torch.rand(2).tolist())")
    first, second, other = (forking.open(drawn, seed=seed) for seed in (1, 1, 2))
    once = printed(await run(first, "a"))
    assert printed(await run(first, "a")) == once
    assert printed(await run(second, "a")) == once
    assert printed(await run(other, "a")) != once
    for session in (first, second, other):
        await session.close()


async def test_two_lessons_at_once_do_not_meet(forking: Engine) -> None:
    slow = lesson(a="import time\nname = 1\ntime.sleep(0.5)\nprint(name)", b="print(name)")
    first, second = forking.open(slow), forking.open(lesson(a="name = 2\nprint(name)"))
    running = asyncio.ensure_future(run(first, "a"))
    assert await eventually(lambda: first.running)
    assert printed(await run(second, "a")) == "2\n"
    assert not running.done()
    assert printed(await running) == "1\n"
    await first.close()
    await second.close()


async def test_one_run_at_a_time(forking: Engine) -> None:
    session = forking.open(lesson(a="import time\ntime.sleep(20)", b="1"))
    running = asyncio.ensure_future(run(session, "a"))
    assert await eventually(lambda: session.running)
    with pytest.raises(Busy):
        session.run("b")
    with pytest.raises(Busy):
        await session.evaluate("1")
    await session.stop()
    assert outcome(await running) == "stopped"
    assert outcome(await run(session, "b")) == "done"
    await session.close()


async def test_a_new_run_may_begin_as_soon_as_the_last_event_is_there(forking: Engine) -> None:
    session = forking.open(lesson(a="1"))
    async for event in session.run("a"):
        if isinstance(event, Finished):
            assert not session.running
            assert outcome(await run(session, "a")) == "done"
    await session.close()


async def test_a_needed_cell_that_raises_ends_the_run(forking: Engine) -> None:
    session = forking.open(lesson(a="x = 1", b="y = x\n1 / 0", c="print(y)"))
    events = await run(session, "c")
    assert outcome(events) == "raised"
    assert error(events).cell == "b"
    assert error(events).kind == "ZeroDivisionError"
    assert error(events).line == 2
    assert ran(events) == ["a", "b", "c"]
    assert [e.needed for e in events if isinstance(e, Finished)] == [True, True, False]
    assert "c" not in [e.cell for e in events if isinstance(e, Started)]
    assert ran(await run(session, "c")) == ["b", "c"]  # `a` is still good
    await session.close()


# --- evaluating --------------------------------------------------------------------------------


async def test_evaluating_behind_a_cell(engine: Engine) -> None:
    session = engine.open(lesson(a="x = [1, 2]", b="y = sum(x)\nprint('never seen')"))
    found = await session.evaluate("y + 1", after="b")
    assert (found.ok, found.text, found.error) == (True, "4", "")
    assert (
        await session.evaluate("for i in x: print(i)", after="a", mode="output")
    ).text == "1\n2\n"
    bad = await session.evaluate("y / 0", after="b")
    assert not bad.ok
    assert "ZeroDivisionError" in bad.error
    assert not (await session.evaluate("1 +", after="b")).ok
    await session.evaluate("y = 100", after="b", mode="output")
    assert (await session.evaluate("y", after="b")).text == "3"
    with pytest.raises(KeyError):
        await session.evaluate("1", after="nowhere")
    await session.close()


async def test_evaluating_when_the_cell_itself_fails(forking: Engine) -> None:
    session = forking.open(lesson(a="x = 1 / 0", b="import os\nos._exit(1)"))
    assert "ZeroDivisionError" in (await session.evaluate("x", after="a")).error
    assert "ended its own process" in (await session.evaluate("1", after="b")).error
    assert (await session.evaluate("2")).text == "2"
    await session.close()


# --- stopping ----------------------------------------------------------------------------------


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
    await events.aclose()  # type: ignore[attr-defined]
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


# --- a lot of events, and slow watchers --------------------------------------------------------


async def test_a_slow_watcher_loses_nothing_and_little_is_held(forking: Engine) -> None:
    rounds = 3000
    source = f"""from tutor.kit import live
for i in range({rounds}):
    live.curve([i, i + 1], [0.0] * 2, name=str(i))
print('end')"""
    session = forking.open(lesson(a=source))
    names: list[int] = []
    most = 0
    async for event in session.run("a"):
        if type(event).__name__ == "Curve":
            names.append(int(event.series))  # type: ignore[union-attr]
            if len(names) % 50 == 0:
                await asyncio.sleep(0.001)
        assert session._job is not None
        most = max(most, len(session._job.feed._events))
    assert names == list(range(rounds))
    assert most <= 256
    await session.close()


async def test_a_flood_can_be_stopped_though_nobody_takes_its_events(forking: Engine) -> None:
    source = "from tutor.kit import live\nx = [0.0] * 100000\nwhile True: live.curve(x, x)"
    session = forking.open(lesson(a=source, b="print('fine')"))
    events = session.run("a")
    await anext(events)
    await asyncio.sleep(1)
    assert session._job is not None
    assert session._job.feed._bytes < 16 << 20
    began = time.perf_counter()
    await session.stop()
    assert time.perf_counter() - began < 3
    last = [event async for event in events][-1]
    assert isinstance(last, Finished)
    assert last.outcome == "stopped"
    assert printed(await run(session, "b")) == "fine\n"
    await session.close()


async def test_a_million_lines_are_cut_and_it_is_said(forking: Engine) -> None:
    session = forking.open(lesson(a="for i in range(1_000_000): print(i)", b="print('fine')"))
    events = await run(session, "a")
    text = printed(events)
    assert text.startswith("0\n1\n2\n")
    assert len(text) < forking.limits.output_chars + 1000
    assert "cut: a run shows at most 1,000,000" in printed(events, "err")
    assert len(events) < 3000
    assert printed(await run(session, "b")) == "fine\n"
    await session.close()


async def test_terminal_escapes_do_not_get_through(forking: Engine) -> None:
    source = r"""import os
print('\x1b[2J\x1b]0;title\x07red\x9b31m\x00')
os.write(1, b'\x1b[31mnative\n')"""
    session = forking.open(lesson(a=source))
    text = printed(await run(session, "a"))
    assert "red" in text
    assert "native" in text
    assert not any(c in text for c in "\x1b\x07\x9b\x00")
    await session.close()


async def test_a_pasted_megabyte_and_a_cell_too_long_to_send(forking: Engine) -> None:
    session = forking.open(lesson(a="1", b="print('fine')"))
    session.edit("a", "x = '" + "y" * (1 << 20) + "'\nprint(len(x))")
    assert printed(await run(session, "a")) == f"{1 << 20}\n"
    session.edit("a", "x = '" + "y" * (9 << 20) + "'")
    events = await run(session, "a")
    assert outcome(events) == "raised"
    assert "longer than 8 MB" in error(events).message
    assert printed(await run(session, "b")) == "fine\n"
    await session.close()


# --- time --------------------------------------------------------------------------------------


async def test_a_small_cell_in_a_warm_session_is_quick(forking: Engine) -> None:
    session = forking.open(lesson(a="x = 1", b="print(x)"))
    await run(session, "b")
    took = []
    for _ in range(30):
        began = time.perf_counter()
        await run(session, "b")
        took.append(time.perf_counter() - began)
    print(f"warm cell: median {statistics.median(took) * 1000:.1f} ms", file=sys.stderr)
    assert statistics.median(took) < 0.030
    await session.close()
