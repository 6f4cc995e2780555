"""Ending child processes. For every room: it imports nothing of Tutor."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys


def kill(process: asyncio.subprocess.Process) -> None:
    """Kill a child, unless it is known to have ended. `process.wait` tells when it is gone.

    Its own `kill` asks first whether the child has ended, and so takes the answer away from
    asyncio's thread that waits for it: that prints "Unknown child process pid" on the terminal,
    and the exit status is lost.
    """
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.kill(process.pid, signal.SIGKILL)
