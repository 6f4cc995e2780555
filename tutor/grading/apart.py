"""Work done in a forked process, so that whatever it changes, or breaks, is gone afterwards.

Only where forking is safe: on Linux, with one thread and no accelerator. The work gets a function
to call now and then: when nothing is heard for too long, the process is ended.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
from collections.abc import Callable

from tutor.engine import children

POSSIBLE = sys.platform == "linux"
Work = Callable[[Callable[[], None]], bytes]

_BEAT = b"\n"  # what is sent meanwhile; no message begins with it


class Lost(Exception):
    """There is no result; says why, in words."""


def done(work: Work, patience: float) -> bytes:
    """What the work gives. Lost if its process ended, or was silent for `patience` seconds."""
    inner, outer = os.pipe()
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _child(work, inner, outer, parent)
    os.close(outer)
    try:
        return _heard(inner, patience)
    finally:
        os.close(inner)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _child(work: Work, inner: int, outer: int, parent: int) -> None:
    """In the child: do the work, send what it gives, and end."""
    status = 1
    try:
        os.close(inner)
        children.die_with_parent(parent)
        _write(outer, work(lambda: _write(outer, _BEAT)))
        status = 0
    finally:
        os._exit(status)


def _heard(number: int, patience: float) -> bytes:
    parts: list[bytes] = []
    while select.select([number], [], [], patience)[0]:
        part = os.read(number, 1 << 16)
        if part:
            parts.append(part)
            continue
        said = b"".join(parts).lstrip(_BEAT)
        if not said:
            raise Lost("Its process ended.")
        return said
    raise Lost("It took too long, and could not be interrupted.")


def _write(number: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(number, view) :]
