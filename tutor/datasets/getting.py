"""Fetching a data set for the app: a child process does it, and says how far it is.

    async with aclosing(getting.fetch("airfoil")) as events:
        async for event in events:
            ...  # any number of Progress, then one Done or Failed

Leaving the generator, by `aclose`, `break` under `aclosing` or the end of its task, stops the
child; what has come is kept, and the next one goes on from there.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

from tutor import processes
from tutor.datasets import offline, steps
from tutor.datasets.faults import Offline
from tutor.datasets.steps import Done, Event, Failed, Progress

__all__ = ["Done", "Event", "Failed", "Progress", "fetch"]

_AGAIN = "Try again; `tutor data get {name}` in a terminal does the same and may say more."


async def fetch(name: str, root: Path | None = None) -> AsyncGenerator[Event]:
    """Fetch the data set of that name. Ends with Done or Failed, and never raises a fault.

    It can be called whatever is here already: what is here is not fetched again. `root` is the
    folder of another registry. Which data is used (shelf.choose) is up to the caller.
    """
    if offline.is_offline():
        yield Offline(name).as_event()
        return
    try:
        process = await _start(name, root)
    except OSError as error:
        yield Failed(f"The process that downloads can't be started: {error}.", _again(name))
        return
    try:
        async for event in _events(process):
            yield event
            if not isinstance(event, Progress):
                return
        code = await process.wait()
        yield Failed(f"The download ended all at once (code {code}).", _again(name))
    finally:
        await _end(process)


async def _start(name: str, root: Path | None) -> asyncio.subprocess.Process:
    # No `-m`: the folder one happens to be in must not be on the path, its `random.py` would be
    # taken for Python's own.
    package = str(Path(__file__).parents[2])
    code = (
        f"import sys; sys.path.append({package!r}); from tutor.datasets.fetch import main; main()"
    )
    words = [name] if root is None else [name, "--registry", str(root)]
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", code, *words),
        stdin=asyncio.subprocess.PIPE,  # closes when this process dies, and that ends the child
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # never the terminal: Textual draws on it
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # Windows
    )


async def _events(process: asyncio.subprocess.Process) -> AsyncGenerator[Event]:
    assert process.stdout is not None
    async for line in process.stdout:
        with suppress(ValueError):  # a warning of some library's: no event
            yield steps.decode(line)


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the child. At any moment of its life what it leaves can be gone on with."""
    processes.kill(process)
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()


def _again(name: str) -> str:
    return _AGAIN.format(name=name)
