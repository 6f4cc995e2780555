"""Ending a child leaves its exit status to asyncio, which waits for it."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest

from tutor import processes

posix = pytest.mark.skipif(sys.platform == "win32", reason="there asyncio waits in another way")


async def started(code: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-S", "-c", code, stdout=asyncio.subprocess.PIPE
    )


@posix
@pytest.mark.parametrize(
    ("code", "statuses"),
    [("import time; print(flush=True); time.sleep(60)", [-signal.SIGKILL]),
     ("raise SystemExit(3)", [3, -signal.SIGKILL])],
)  # fmt: skip
async def test_nobody_else_asks_how_it_ended(
    code: str, statuses: Sequence[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("asked")

    child = await started(code)
    assert child.stdout is not None
    await child.stdout.readline()
    with monkeypatch.context() as patched:
        patched.setattr(subprocess.Popen, "poll", asked)
        processes.kill(child)
    assert await child.wait() in statuses


async def test_what_has_ended_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    child = await started("")
    assert await child.wait() == 0
    monkeypatch.setattr(processes.os, "kill", None)
    processes.kill(child)
