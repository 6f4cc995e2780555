"""No process outlives the app, however the app ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from engine_support import alive

# An app that opens an engine and a lesson whose cell starts all sorts of children, prints the
# ids of every process, and then ends as it is told: by itself or by a signal.
APP = """
import asyncio, os, signal, subprocess, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # `nohup` has its programs ignore it
sys.path.insert(0, {tests!r})
from engine_support import lesson, printed
from tutor.engine import Engine

CELL = '''import os, subprocess
pids = [os.getpid(), os.getppid(),
        subprocess.Popen(["sleep", "60"]).pid,
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
print(*pids, os.read(read, 20).decode(), flush=True)
{then}'''

async def main():
    engine = Engine(device="cpu", method={method!r})
    session = engine.open(lesson(a=CELL))
    idle = engine.open(lesson(a="1"))
    text = ""
    async for event in session.run("a"):
        text += getattr(event, "text", "")
        if text.endswith("\\n"):
            pids = [pid for pid in text.split() if int(pid) != os.getpid()]
            while idle.pid is None: await asyncio.sleep(0.05)
            print(*pids, idle.pid, flush=True)
            break_now = {end!r}
            if break_now == "exit": sys.exit(3)
            if break_now == "exception": raise RuntimeError
            if break_now == "os._exit": os._exit(1)
            if break_now == "segfault":
                import ctypes; ctypes.string_at(0)
            if break_now == "close":
                await engine.close()
                return
            if break_now != "SIGKILL": await asyncio.sleep(60)

asyncio.run(main())
"""

ENDS = ["SIGKILL", "SIGTERM", "SIGHUP", "exit", "exception", "close"]


def start(method: str, end: str) -> subprocess.Popen[str]:
    # Some of the cells still run when the end comes, some are over.
    then = "while True: pass" if end in ("SIGKILL", "exit") else ""
    code = APP.format(tests=str(Path(__file__).parent), method=method, end=end, then=then)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def finish(app: subprocess.Popen[str], end: str) -> None:
    assert app.stdout is not None
    pids = [int(word) for word in app.stdout.readline().split()]
    assert len(pids) >= 5
    if end.startswith("SIG"):
        assert all(map(alive, pids[:5]))  # the last may have been swapped for a newer one
        app.send_signal(getattr(signal, end))
    app.wait(timeout=30)
    deadline = time.monotonic() + 3
    while (left := [pid for pid in pids if alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    app.stdout.close()
    assert not left, f"{len(left)} of {len(pids)} processes are still there"


PAUSED = """
import asyncio, os, sys
sys.path.insert(0, {tests!r})
from engine_support import lesson
from tutor.engine import Engine
from tutor.engine.protocol import Paused, Text

CELL = '''import os, subprocess
print(os.getpid(), subprocess.Popen(["sleep", "60"]).pid, flush=True)
while True: pass'''

async def main():
    engine = Engine(device="cpu", method={method!r})
    below, above = engine.open(lesson(a=CELL)), engine.open(lesson(a=CELL))
    begun, paused = asyncio.Event(), asyncio.Event()
    pids = []
    async def follow(session):
        async for event in session.run("a"):
            if isinstance(event, Text):
                pids.extend(event.text.split())
                begun.set()
            if isinstance(event, Paused):
                paused.set()
    tasks = [asyncio.ensure_future(follow(below))]
    await begun.wait()
    tasks.append(asyncio.ensure_future(follow(above)))
    await paused.wait()
    while len(pids) < 4: await asyncio.sleep(0.02)
    print(*pids, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_paused_process_does_not_outlive_the_app_either(method: str) -> None:
    code = PAUSED.format(tests=str(Path(__file__).parent), method=method)
    app = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert app.stdout is not None
    pids = [int(word) for word in app.stdout.readline().split()]
    assert len(pids) == 4
    stat = Path(f"/proc/{pids[0]}/stat").read_text()
    assert stat.rpartition(")")[2].split()[0] == "T"
    app.kill()
    app.wait(timeout=30)
    deadline = time.monotonic() + 5
    while (left := [pid for pid in pids if alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    app.stdout.close()
    assert not left


@pytest.mark.parametrize(
    ("method", "ends"),
    [
        ("fork", ENDS[:3]),
        ("fork", ENDS[3:]),
        pytest.param("fork", ["os._exit", "segfault"], marks=pytest.mark.slow),
        ("spawn", ["SIGKILL"]),
        pytest.param("spawn", ["close"], marks=pytest.mark.slow),
    ],
)
def test_nothing_outlives_the_app(method: str, ends: list[str]) -> None:
    apps = [start(method, end) for end in ends]  # side by side: most of it is waiting
    for app, end in zip(apps, ends, strict=True):
        finish(app, end)


def test_an_app_that_is_killed_while_the_host_imports() -> None:
    code = """
import asyncio
from tutor.engine import Engine
async def main():
    engine = Engine(device="cpu", method="fork")
    await engine.start()
    print(engine._source.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())"""
    app = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert app.stdout is not None
    host = int(app.stdout.readline())
    time.sleep(0.3)
    assert alive(host)
    app.kill()
    app.wait()
    app.stdout.close()
    deadline = time.monotonic() + 3
    while alive(host) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(host)
