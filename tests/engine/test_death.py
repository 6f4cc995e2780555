"""Whatever a cell does to its process: an event in plain words, and the next run works."""

from __future__ import annotations

import asyncio
import os
import signal
import struct
import time

import pytest
from engine_support import (
    alive,
    death,
    error,
    eventually,
    lesson,
    outcome,
    printed,
    run,
)  # fmt: skip

from tutor.engine import Engine, Limits, Session
from tutor.engine.deaths import explain
from tutor.engine.protocol import MAX_FRAME, Finished, Started, Text
from tutor.engine.runners import Exit

pytestmark = pytest.mark.asyncio(loop_scope="session")

JUNK = """import os, socket, stat
for number in range(3, 200):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode): os.write(number, {junk!r})
    except OSError: pass
import time
time.sleep(30)"""

DEATHS = {
    "import os; os._exit(3)": "exit status 3",
    "import os; os._exit(0)": "exit status 0",
    "import ctypes; ctypes.string_at(0)": "segmentation fault",
    "import os; os.abort()": "signal 6",
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)": "signal 9",
    "import os, signal; os.kill(os.getpid(), signal.SIGTERM)": "signal 15",
    "import os; os.closerange(3, 1000)": "closed its connection",
    "import os; os.closerange(0, 1000)\nwhile True: pass": "closed its connection",
    JUNK.format(junk=b"\xff" * 64): "wrote to the app's own channel",
    JUNK.format(junk=struct.pack(">I", 5) + b"hello"): "wrote to the app's own channel",
}


async def still_works(session: Session) -> None:
    """A later run begins anew, in a new runner, with what it needs."""
    events = await run(session, "after")
    assert [e.cell for e in events if isinstance(e, Started)] == ["x", "after"]
    assert printed(events) == "1\n"


def dying(source: str) -> dict[str, str]:
    return {"x": "x = 1", "a": f"y = x\n{source}", "after": "print(x)"}


@pytest.mark.parametrize("source", DEATHS, ids=range(len(DEATHS)))
async def test_a_death_is_said_in_plain_words(forking: Engine, source: str) -> None:
    session = forking.open(lesson(**dying(source)))
    await run(session, "x")
    pid = session.pid
    assert pid is not None
    began = time.perf_counter()
    events = await run(session, "a")
    assert time.perf_counter() - began < 3
    died = death(events)
    assert DEATHS[source] in died.reason
    assert died.advice
    assert died.forgotten
    assert [e.cell for e in events if isinstance(e, Started)] == ["a"]
    assert await eventually(lambda: not alive(pid))
    await still_works(session)
    await session.close()


async def test_a_bogus_length_does_not_make_the_reader_wait(forking: Engine) -> None:
    for length in (MAX_FRAME + 1, 0xFFFFFFFF, 0):
        junk = struct.pack(">I", length)
        session = forking.open(lesson(a=JUNK.format(junk=junk)))
        assert "own channel" in death(await run(session, "a")).reason
        await session.close()


async def test_killed_from_outside(forking: Engine) -> None:
    session = forking.open(lesson(**dying("while True: pass")))
    events = session.run("a")
    async for event in events:
        if isinstance(event, Started) and not event.needed:
            break
    assert session.pid is not None
    os.kill(session.pid, signal.SIGKILL)
    rest = [event async for event in events]
    assert "killed" in death(rest).reason
    await still_works(session)
    await session.close()


async def test_killed_while_nothing_runs(forking: Engine) -> None:
    session = forking.open(lesson(**dying("pass")))
    await run(session, "x")
    pid = session.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert await eventually(lambda: not alive(pid))
    events = await run(session, "after")
    assert outcome(events) == "done"
    assert printed(events) == "1\n"
    assert "had ended" in printed(events, "err")
    assert "had ended" not in printed(await run(session, "after"), "err")
    await session.close()


async def test_a_thread_that_crashes_after_the_cell(forking: Engine) -> None:
    source = "import threading, ctypes\nthreading.Timer(0.2, ctypes.string_at, (0,)).start()"
    session = forking.open(lesson(**dying(source)))
    assert outcome(await run(session, "a")) == "done"
    pid = session.pid
    assert pid is not None
    assert await eventually(lambda: not alive(pid))
    await still_works(session)
    await session.close()


async def test_what_was_printed_before_is_not_lost(forking: Engine) -> None:
    source = "print('before', flush=True)\nimport time; time.sleep(0.3)\nimport os; os._exit(1)"
    session = forking.open(lesson(**dying(source)))
    events = await run(session, "a")
    assert printed(events) == "before\n"
    assert "exit status 1" in death(events).reason
    await session.close()


async def test_exit_and_endless_recursion_only_end_the_cell(forking: Engine) -> None:
    for source, kind in (
        ("exit()", "SystemExit"),
        ("import sys; sys.exit(2)", "SystemExit"),
        ("def f(): return f()\nf()", "RecursionError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ):
        session = forking.open(lesson(a=f"x = 1\n{source}", b="print(x)"))
        events = await run(session, "a")
        assert outcome(events) in ("raised", "stopped")
        if outcome(events) == "raised":
            assert error(events).kind == kind
        assert session.pid
        await session.close()


async def test_recursion_past_every_limit_is_a_death_or_an_error(forking: Engine) -> None:
    source = """import sys
sys.setrecursionlimit(10**9)
class A:
    def __repr__(self): return repr(self)
repr(A())"""
    session = forking.open(lesson(**dying(source)))
    assert outcome(await run(session, "a")) in ("died", "raised")
    assert printed(await run(session, "after")) == "1\n"
    await session.close()


# --- what a runner starts ------------------------------------------------------------------------


async def test_a_fork_that_falls_off_the_end_of_the_cell(forking: Engine) -> None:
    source = """import os
pid = os.fork()
if pid == 0: print("child")
else:
    os.waitpid(pid, 0)
    print("parent")"""
    session = forking.open(lesson(a=source, b="print('once')"))
    events = await run(session, "a")
    assert sorted(printed(events).split()) == ["child", "parent"]
    assert printed(await run(session, "b")) == "once\n"
    await session.close()


async def test_a_data_loader_with_workers(forking: Engine) -> None:
    source = """import torch
from torch.utils.data import DataLoader, TensorDataset
data = TensorDataset(torch.arange(10.0))
print(sum(batch.sum().item() for (batch,) in DataLoader(data, batch_size=2, num_workers=2)))"""
    session = forking.open(lesson(a=source))
    assert printed(await run(session, "a")) == "45.0\n"
    assert printed(await run(session, "a")) == "45.0\n"
    await session.close()


async def test_children_that_left_the_group_die_with_their_runner(engine: Engine) -> None:
    source = """import os, subprocess
pids = [subprocess.Popen(["sleep", "60"]).pid,
        subprocess.Popen(["sleep", "60"], start_new_session=True).pid]
read, write = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.write(write, str(os.getpid()).encode())
        os.close(write)
        while True: os.system("sleep 60")
    os._exit(0)
os.wait()
print(*pids, os.read(read, 20).decode())"""
    session = engine.open(lesson(a=source, b="import os; os._exit(1)"))
    pids = [int(word) for word in printed(await run(session, "a")).split()]
    assert len(pids) == 3
    assert all(map(alive, pids))
    assert "exit status 1" in death(await run(session, "b")).reason
    assert await eventually(lambda: not any(map(alive, pids)))
    pids = [int(word) for word in printed(await run(session, "a")).split()]
    await session.close()
    assert await eventually(lambda: not any(map(alive, pids)))


async def test_a_child_that_holds_the_channel_open_does_not_hide_the_death(forking: Engine) -> None:
    source = """import ctypes, os
if ctypes.CDLL(None).fork() == 0:  # behind Python's back
    os.setsid()
    while True: os.system("sleep 60")
os._exit(4)"""
    session = forking.open(lesson(**dying(source)))
    began = time.perf_counter()
    assert "exit status 4" in death(await run(session, "a")).reason
    assert time.perf_counter() - began < 3
    await still_works(session)
    await session.close()


# --- the words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "more", "words"),
    [
        (Exit(-24), {}, "processor time"),
        (Exit(-9, "processes"), {}, "more than 64 processes"),
        (Exit(-9, "memory"), {}, "2.0 GiB of memory"),
        (Exit(None, "host"), {}, "runs lessons ended"),
        (Exit(-9), {"stopped": True}, "did not stop"),
        (Exit(-63), {}, "signal 63"),
        (Exit(None), {"junk": "a frame"}, "a frame"),
    ],
)
async def test_reasons(ended: Exit, more: dict[str, object], words: str) -> None:
    limits = Limits(memory_bytes=2 << 30, cpu_seconds=7)
    reason, advice = explain(ended, limits, **more)  # type: ignore[arg-type]
    assert words in reason
    for sentence in (reason, advice):
        assert sentence.endswith(".")
        assert sentence[0].isupper()


async def test_a_stopped_run_that_dies_of_something_else_is_still_over(forking: Engine) -> None:
    source = (
        "import os, signal\nsignal.signal(signal.SIGINT, lambda *_: os._exit(9))\nwhile True: pass"
    )
    session = forking.open(lesson(**dying(source)))
    running = asyncio.ensure_future(run(session, "a"))
    assert await eventually(lambda: session.running)
    await asyncio.sleep(0.3)
    await session.stop()
    assert isinstance((await running)[-1], Finished)
    assert not any(isinstance(e, Text) for e in await running)
    await still_works(session)
    await session.close()
