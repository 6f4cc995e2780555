"""Noticing when another program saves a file of the learner's, however that program saves.

The system's notices only say when to look. What has changed is found by comparing the folder
with what it was: so it doesn't matter whether an editor writes into the file, writes another
and renames it, or makes lock files and backups beside it. As a look costs nothing, one is taken
every second too, for the disks (network, containers) and links of which no notice comes.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any, cast

STEP = 20  # ms without another change after which a save is over
DEBOUNCE = 100  # ms after which what has changed is told even if more is coming
LOOK = 1.0  # seconds between looks without a notice
POLL = 0.1  # seconds between looks where no notices can be had
GRACE = 0.06  # seconds in which a file that is gone or empty may get its new text

_OURS = re.compile(r"[a-z][a-z0-9_]*\.py")  # no lock (.#a.py), backup (a.py~) or swap (.a.py.swp)
State = tuple[int, int, int]  # inode, time of the last change (ns), size in bytes
States = Mapping[str, State]


async def changes(
    folder: Path, stop: asyncio.Event | None = None
) -> AsyncGenerator[set[Path], None]:
    """The Python files directly in a folder that were saved, made or removed, as it happens.

    Also while the folder isn't there yet, or once it is replaced. Ends when `stop` is set, and
    lets go of everything when it is closed or its task is cancelled. Nothing is raised for what
    the file system does.
    """
    stop = asyncio.Event() if stop is None else stop
    before = await asyncio.to_thread(_states, folder)
    async with aclosing(_moments(folder, stop)) as moments:
        async for _ in moments:
            after = await asyncio.to_thread(_states, folder)
            if any(after.get(name, _GONE)[2] == 0 for name in _differing(before, after)):
                # Some editors move the old file away or empty it, and write a moment later.
                await asyncio.sleep(GRACE)
                after = await asyncio.to_thread(_states, folder)
            changed = _differing(before, after)
            before = after
            if changed:
                yield {folder / name for name in changed}


_GONE: State = (0, 0, 0)


def _states(folder: Path) -> States:
    """The state of each file, links followed: their targets are what is edited."""
    found: dict[str, State] = {}
    try:
        names = [name for name in os.listdir(folder) if _OURS.fullmatch(name)]  # noqa: PTH208
    except OSError:
        return found
    for name in names:
        with suppress(OSError):
            status = (folder / name).stat()
            found[name] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def _differing(before: States, after: States) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


# --- when to look -----------------------------------------------------------------------------


class _Stop:
    """For watchfiles, which sets the event that it is given when it is cancelled: not ours."""

    def __init__(self, outer: asyncio.Event) -> None:
        self._outer = outer
        self._set = False

    def is_set(self) -> bool:
        return self._set or self._outer.is_set()

    def set(self) -> None:
        self._set = True


async def _moments(folder: Path, stop: asyncio.Event) -> AsyncGenerator[None, None]:
    """When to look at a folder: at notices of the system, and now and then."""
    with suppress(ImportError):  # 40 ms, in a thread: the app must not feel it
        await asyncio.to_thread(importlib.import_module, "watchfiles")
    while not stop.is_set():
        identity = await asyncio.to_thread(_identity, folder)
        yield None
        if identity is None:
            await _pause(stop, LOOK / 4)
            continue
        source = _polls(stop) if _polling_wanted() else _notices(folder, stop)
        try:
            async with aclosing(source):
                async for _ in source:
                    yield None
                    if await asyncio.to_thread(_identity, folder) != identity:
                        break  # notices are of the folder that was, not of the one in its place
        except Exception:  # no watches left, no such system call, no wheel: all the same
            async for _ in _polls(stop):
                yield None


def _polling_wanted() -> bool:
    """Whether the learner says, as to watchfiles itself, that notices can't be relied on."""
    value = os.environ.get("WATCHFILES_FORCE_POLLING", "").lower()
    return bool(value) and value not in {"false", "disable", "disabled"}


async def _notices(folder: Path, stop: asyncio.Event) -> AsyncGenerator[None, None]:
    """At each notice of the system, and every second. Raises where no notices can be had."""
    import watchfiles  # noqa: PLC0415 - see `_moments`

    found = watchfiles.awatch(
        folder,
        watch_filter=None,
        step=STEP,
        debounce=DEBOUNCE,
        stop_event=cast("Any", _Stop(stop)),
        rust_timeout=int(LOOK * 1000),
        yield_on_timeout=True,
        force_polling=False,  # its polling misses a second save in the same second; ours doesn't
        recursive=False,
    )
    async with aclosing(found) as notices:
        async for _ in notices:
            yield None


async def _polls(stop: asyncio.Event, times: int = 100) -> AsyncGenerator[None, None]:
    """Ten times a second, for a while: then notices may be had again."""
    for _ in range(times):
        if await _pause(stop, POLL):
            return
        yield None


async def _pause(stop: asyncio.Event, seconds: float) -> bool:
    """Wait; whether it was stopped meanwhile."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
