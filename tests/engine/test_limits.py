from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from engine_support import death, error, lesson, outcome, printed, run

from tutor.engine import Engine, Limits
from tutor.engine.limits import GIB

MOST = GIB * 3 // 10
in_module = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def limited() -> AsyncIterator[Engine]:
    limits = Limits(memory_bytes=MOST, cpu_seconds=2, processes=12)
    engine = Engine(device="cpu", limits=limits, method="fork")
    yield engine
    await engine.close()


def test_defaults_leave_room_on_this_machine() -> None:
    assert (Limits().memory_bytes or 0) >= GIB
    assert Limits().processes == 64


def test_they_are_set_as_headroom_and_can_be_lifted() -> None:
    code = """
import resource
from tutor.engine import limits
before = limits._virtual_size()
limits.apply(limits.Limits(memory_bytes=100 << 20, cpu_seconds=50))
soft, hard = resource.getrlimit(resource.RLIMIT_AS)
print(soft - before - (100 << 20) < 10 << 20, hard == resource.RLIM_INFINITY)
try: bytearray(200 << 20)
except MemoryError: print("refused")
with limits.lifted(): print(len(bytearray(200 << 20)) >> 20)
try: bytearray(200 << 20)
except MemoryError: print("refused")
print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:4] == ["True True", "refused", "200", "refused"]
    assert done.stdout.split("\n")[4] in ("51 0", "52 0")


@in_module
async def test_allocating_without_end_in_one_piece_and_in_many(limited: Engine) -> None:
    session = limited.open(
        lesson(
            a="import torch\nx = torch.zeros(1 << 40)",
            b="y = []\nwhile True: y.append(bytearray(1 << 20))",
            c="def f():\n  y = []\n  while True: y.append('x' * len(y))\nf()",
            fine="print('fine')",
        )
    )
    for name in ("a", "b", "c"):
        events = await run(session, name)
        assert outcome(events) in ("raised", "died")
        if outcome(events) == "raised":
            assert error(events).kind in ("MemoryError", "RuntimeError")
        else:
            assert death(events).advice
        assert printed(await run(session, "fine")) == "fine\n"
    await session.close()


@in_module
async def test_processor_time(limited: Engine) -> None:
    session = limited.open(
        lesson(a="while True: pass", b="for i in range(10**6): pass\nprint('b')")
    )
    events = await run(session, "a")
    assert "more than 2 s of processor time" in death(events).reason
    for _ in range(3):  # granted anew for each run
        assert printed(await run(session, "b")) == "b\n"
    await session.close()


@in_module
async def test_too_many_processes(limited: Engine) -> None:
    many = """import os, time
for i in range(40):
    if os.fork() == 0:
        os.setsid()
        time.sleep(60)
time.sleep(60)"""
    few = """import subprocess
children = [subprocess.Popen(["sleep", "1"]) for i in range(5)]
for child in children: child.wait()
print("b")"""
    session = limited.open(lesson(a=many, b=few))
    began = time.perf_counter()
    events = await run(session, "a")
    assert time.perf_counter() - began < 10
    assert "more than 12 processes" in death(events).reason
    assert printed(await run(session, "b")) == "b\n"
    await session.close()


@in_module
async def test_a_fork_bomb(limited: Engine) -> None:
    session = limited.open(lesson(a="import os\nwhile True: os.fork()", b="print('b')"))
    events = await run(session, "a")
    assert "more than 12 processes" in death(events).reason
    assert printed(await run(session, "b")) == "b\n"
    await session.close()


@in_module
async def test_memory_of_all_processes_together(limited: Engine) -> None:
    source = """import os, time
for i in range(4):
    if os.fork() == 0:
        x = bytearray(b'x') * (150 << 20)
        time.sleep(60)
time.sleep(60)"""
    session = limited.open(lesson(a=source, b="print('b')"))
    events = await run(session, "a")
    assert "0.3 GiB of memory" in death(events).reason
    assert printed(await run(session, "b")) == "b\n"
    await session.close()
