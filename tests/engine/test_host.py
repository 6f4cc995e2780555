"""The host process: how it is started, what it may never do, and what comes when it goes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from engine_support import alive, death, eventually, lesson, outcome, printed, run

from tutor.engine import Engine
from tutor.engine.forking import Forking

in_session = pytest.mark.asyncio(loop_scope="session")


def host_of(engine: Engine) -> int:
    assert isinstance(engine._source, Forking)
    assert engine._source.pid is not None
    return engine._source.pid


def test_the_parent_side_is_free_of_torch_and_numpy() -> None:
    code = """
import sys
from tutor.engine import Busy, Engine, Limits, Session
import tutor.engine.forking, tutor.engine.spawn
print(sorted({"torch", "numpy", "textual"} & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@in_session
async def test_starting_again_and_at_once_gives_one_host(forking: Engine) -> None:
    await asyncio.gather(*(forking.start() for _ in range(5)))
    first = host_of(forking)
    await forking.start()
    assert host_of(forking) == first


def standard_files(pid: int) -> list[str]:
    return [str(Path(f"/proc/{pid}/fd/{number}").readlink()) for number in (0, 1, 2)]


@in_session
async def test_the_host_has_one_thread_and_no_terminal(forking: Engine) -> None:
    host = host_of(forking)
    assert await eventually(lambda: forking.ready, 60)
    assert len(os.listdir(f"/proc/{host}/task")) == 1  # noqa: PTH208
    assert os.getsid(host) == host  # a session of its own: no ctrl+C, no hang-up
    for target in standard_files(host):
        assert target == "/dev/null" or target.startswith("pipe:")


@in_session
async def test_the_surroundings_of_a_runner(forking: Engine) -> None:
    source = """import os, sys, __main__
print(os.environ["OMP_WAIT_POLICY"], os.environ["TUTOR_DEVICE"], os.nice(0))
print("" in sys.path, os.getpgid(0) == os.getpid())
print(__main__.__dict__ is globals(), getattr(__main__, "__file__", None))
import stat
def is_socket(number):
    try: return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError: return False
print(sum(map(is_socket, range(3, 200))))"""
    session = forking.open(lesson(a=source))
    assert printed(await run(session, "a")).split("\n") == [
        "passive cpu 10",
        "False True",
        "True None",
        "1",  # its own channel, and none of the host's sockets
        "",
    ]
    await session.close()


@in_session
async def test_a_runner_made_early_is_swapped_when_all_is_imported() -> None:
    engine = Engine(device="cpu", method="fork")
    await engine.start()
    used, unused = engine.open(lesson(a="x = 1", b="print(x)")), engine.open(lesson(a="1"))
    assert outcome(await run(used, "a")) == "done"
    early = used.pid, unused.pid
    assert await eventually(lambda: engine.ready, 60)
    assert engine.troubles == ()
    assert await eventually(lambda: unused.pid not in (None, early[1]))
    assert used.pid == early[0]  # its names are worth more
    assert printed(await run(used, "b")) == "1\n"
    late = engine.open(
        lesson(a="import sys\nprint('torch._dynamo' in sys.modules, 'torchvision' in sys.modules)")
    )
    assert printed(await run(late, "a")) == "True True\n"

    # Closing is quick when nothing runs, and leaves nothing behind.
    pids = [host_of(engine), used.pid, unused.pid, late.pid]
    began = time.perf_counter()
    await engine.close()
    assert time.perf_counter() - began < 1
    assert not any(alive(pid) for pid in pids if pid)
    assert outcome(await run(used, "b")) == "died"


@in_session
async def test_a_cell_that_kills_the_host() -> None:
    engine = Engine(device="cpu", method="fork")
    source = """import os, subprocess
y = x
print(subprocess.Popen(["sleep", "60"], start_new_session=True).pid)
import time; time.sleep(0.2)
os.kill(os.getppid(), 9)
while True: pass"""
    session = engine.open(lesson(x="x = 1", a=source, after="print(x)"))
    await run(session, "x")
    runner, host = session.pid, host_of(engine)
    events = await run(session, "a")
    child = int(printed(events))
    assert "runs lessons ended" in death(events).reason
    assert runner is not None
    assert await eventually(lambda: not alive(runner) and not alive(child))
    assert printed(await run(session, "after")) == "1\n"
    assert host_of(engine) != host
    await engine.close()


@in_session
@pytest.mark.parametrize("method", ["fork", "spawn"])
async def test_a_torch_that_cannot_be_loaded_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('libtorch.so is not here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    engine = Engine(method=method)  # type: ignore[arg-type]
    session = engine.open(lesson(a="1"))
    for _ in range(2):
        died = death(await run(session, "a"))
        assert "libtorch.so is not here" in died.reason
        assert "tutor doctor" in died.advice
    await engine.close()


@in_session
@pytest.mark.slow
async def test_the_folder_that_the_learner_is_in_cannot_break_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('not this one')")
    (tmp_path / "random.py").write_text("raise ImportError('nor this')")
    monkeypatch.chdir(tmp_path)
    engine = Engine(device="cpu", method="fork")
    session = engine.open(lesson(a="import random, torch\nprint(torch.ones(2).sum().item())"))
    assert printed(await run(session, "a")) == "2.0\n"
    await engine.close()


@in_session
async def test_opening_before_starting_and_closing_before_anything() -> None:
    engine = Engine(method="fork")
    engine.open(lesson(a="1"))
    began = time.perf_counter()
    await engine.close()
    await engine.close()
    assert time.perf_counter() - began < 1.5
