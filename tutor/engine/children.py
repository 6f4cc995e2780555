"""Finding, counting and ending processes below a process, setsid escapees included.

A process group is not enough: a child may leave it. What a child can't leave is its line of
descent, as long as the host and each runner are "child subreapers": orphans are then handed
to the nearest of them instead of to init. Everything is stopped before anything is killed,
since a fork bomb outruns a loop that only kills. Only Linux has this; elsewhere the functions
find nothing, and process groups are all there is.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
NICE = 10  # of runners: the app redraws while they use every core
ROUNDS = 100  # of stopping what has appeared meanwhile


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process and all below it use: live processes, and memory of their own in bytes."""

    processes: int
    memory: int


def adopt_orphans() -> None:
    """Become the parent of orphans from below (Linux only)."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Be killed when the thread that started this process ends (Linux only).

    `parent` is the id of the process that should be our parent: if it died before we could
    ask, we end here.
    """
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL if sys.platform != "win32" else 0)
    if sys.platform == "linux" and os.getppid() != parent:
        os._exit(1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


# --- finding ---------------------------------------------------------------------------------


def children_of(pid: int) -> list[int]:
    """Ids of the children of a process, dead ones that nobody waited for included."""
    found: list[int] = []
    try:
        for task in (PROC / str(pid) / "task").iterdir():
            with contextlib.suppress(ProcessLookupError):
                found += map(int, (task / "children").read_text().split())
    except FileNotFoundError:
        # Either the process is gone, or this kernel has no such file.
        return _children_by_scan(pid) if (PROC / str(pid)).exists() else []
    except (OSError, ValueError):
        return []
    return found


def _children_by_scan(pid: int) -> list[int]:
    return [other for other in _processes() if _parent_and_state(other)[0] == pid]


def descendants(pid: int) -> list[int]:
    """Ids of all processes below one, parents before their children."""
    found: list[int] = []
    todo = [pid]
    while todo:
        below = children_of(todo.pop(0))
        found += below
        todo += below
    return found


def marked(mark: str) -> list[int]:
    """Ids of this user's processes that were started with `mark` in their environment."""
    wanted = mark.encode()
    return [pid for pid in _processes() if pid != os.getpid() and wanted in _environ(pid)]


def is_alive(pid: int) -> bool:
    """Whether a process exists and is not merely waiting to be reaped."""
    return _parent_and_state(pid)[1] not in ("", "Z", "X")


def usage(pid: int, inherited: int | None = None) -> Usage:
    """What a process and everything below it use now.

    Memory that they share with their forefather `inherited` since the fork is left out.
    """
    everything = [p for p in (pid, *descendants(pid)) if is_alive(p)]
    common = _own_memory(inherited) if inherited is not None else 0
    return Usage(len(everything), sum(max(0, _own_memory(p) - common) for p in everything))


def _processes() -> Iterable[int]:
    with contextlib.suppress(OSError):
        return [int(name) for name in os.listdir(PROC) if name.isdigit()]  # noqa: PTH208
    return []


def _parent_and_state(pid: int) -> tuple[int, str]:
    try:
        # The name in parentheses may hold anything, parentheses and blanks included.
        fields = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
        return int(fields[1]), fields[0].decode()
    except (OSError, ValueError, IndexError):
        return 0, ""


def _environ(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "environ").read_bytes()
    except OSError:
        return b""


def _own_memory(pid: int) -> int:
    """Resident memory that is not shared with others, in bytes."""
    try:
        _, resident, shared, *_ = (PROC / str(pid) / "statm").read_text().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


# --- ending ----------------------------------------------------------------------------------


def signal_quietly(pid: int, number: int) -> None:
    """Send a signal to a process that may be gone or not ours."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def kill_tree(pid: int) -> None:
    """Kill a process and everything below it. Does not wait."""
    _kill_all([pid])


def end_below(pid: int, *, spare: Collection[int] = (), seconds: float = 1.0) -> None:
    """Kill what is below a process, but for the children in `spare` and what is below them.

    Waits until nothing of it runs, or time is up: some processes can't be killed.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        victims = [p for p in children_of(pid) if p not in spare and is_alive(p)]
        if not victims:
            return
        _kill_all(victims)
        time.sleep(0.001)


def _kill_all(roots: list[int]) -> None:
    if sys.platform == "win32":
        return
    seen: set[int] = set()
    for _ in range(ROUNDS):
        new = {p for root in roots for p in (root, *descendants(root))} - seen
        if not new:
            break
        for pid in new:
            signal_quietly(pid, signal.SIGSTOP)
        seen |= new
    for pid in seen:
        signal_quietly(pid, signal.SIGKILL)


def end_everything_below(seconds: float = 2.5) -> None:
    """Kill all descendants of this process and wait until none is left (or time is up)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        reap()
        if not children_of(os.getpid()):
            return
        end_below(os.getpid(), seconds=0.1)
        time.sleep(0.001)


def end_marked(mark: str, seconds: float = 1.0) -> None:
    """Kill every process that carries a mark, wherever it has gone."""
    deadline = time.monotonic() + seconds
    while (left := [p for p in marked(mark) if is_alive(p)]) and time.monotonic() < deadline:
        _kill_all(left)
        time.sleep(0.002)


def reap() -> list[tuple[int, int]]:
    """Dead children as (id, status as subprocess gives it: negative for a signal)."""
    found: list[tuple[int, int]] = []
    if sys.platform == "win32":
        return found
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            found.append((pid, os.waitstatus_to_exitcode(status)))
    return found


def give_way() -> None:
    """Let the app go first: for this process, and for its session where the kernel groups them.

    Linux shares the processors among sessions before it looks at `nice` (autogroup, sched(7)),
    and the host is a session of its own: without this, `nice` would count among runners only.
    """
    if hasattr(os, "nice"):
        os.nice(NICE)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE), encoding="ascii")
