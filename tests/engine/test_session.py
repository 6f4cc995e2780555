"""Cells run in a session, values worked out behind them, floods of events watched."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time

import pytest
from engine_support import cell, error, eventually, lesson, outcome, printed, ran, run, with_knob

from tutor.course.knobs import KnobError
from tutor.engine import Busy, Engine
from tutor.engine.protocol import Finished, Started, Value

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
