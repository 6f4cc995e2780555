"""Time limits that the learner's code can't sleep through, and hardly swallow.

A timer interrupts the main thread now and then, and again and again once the time is over. From
the second time on every line that the learner's code reaches raises as well, so that `except
BaseException` in a loop lets go. Where there is no such timer (Windows), or in a long native
call, the app's own limit ends the process.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

AGAIN = 0.05  # seconds between one interruption and the next
LOOK = 0.2  # seconds between one look at the clock and the next
STILL = 0.3  # seconds between two looks that count although nothing was computed
_OURS = (str(Path(__file__).resolve().parent), contextlib.__file__)


class TimeUp(BaseException):
    """The time is over."""

    __module__ = "builtins"  # so that tracebacks call it by its name alone


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TimeUp inside the block once its time is over. Not to be nested."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not _main():
        yield
        return
    deadline = _Deadline(seconds)
    before, began = signal.signal(signal.SIGALRM, deadline.ring), time.monotonic()
    left, interval = signal.setitimer(signal.ITIMER_REAL, min(seconds, LOOK), LOOK)
    try:
        yield
    finally:
        deadline.over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:  # somebody else's timer goes on
            left = max(left - (time.monotonic() - began), 0.001)
            signal.setitimer(signal.ITIMER_REAL, left, interval)
        deadline.stop_tracing()


def _main() -> threading.Thread:
    return threading.main_thread()


class _Deadline:
    """What the timer calls."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._left = seconds
        self._looked = time.monotonic(), time.process_time()
        self._rings = 0
        self._traced: Any = None  # what traced before; self if nobody was asked yet

    def ring(self, _number: int, frame: FrameType | None) -> None:
        """Interrupt the learner's code; ours is left to come to its end, which it soon does."""
        if self.over or not self._time_is_up():
            return
        if frame is None or frame.f_code.co_filename.startswith(_OURS):
            return
        self._rings += 1
        if self._rings > 1:
            self._insist(frame)
        raise TimeUp

    def _time_is_up(self) -> bool:
        """Take off what has passed, but not the time for which this process was paused.

        Then it was away for long and has computed nothing. (In a long native call, where no
        look is taken either, it computes.)
        """
        if self._left <= 0:
            return True
        now, used = time.monotonic(), time.process_time()
        passed, computed = now - self._looked[0], used - self._looked[1]
        self._looked = now, used
        self._left -= min(passed, max(STILL, computed))
        if self._left <= 0:
            signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
        elif self._left < LOOK:
            signal.setitimer(signal.ITIMER_REAL, self._left, LOOK)
        return self._left <= 0

    def _insist(self, frame: FrameType | None) -> None:
        """Raise again at the next line, which is in the `except` clause that swallowed it."""
        self._traced = self._traced or (sys.gettrace(),)
        sys.settrace(self._trace)
        while frame is not None and not frame.f_code.co_filename.startswith(_OURS):
            frame.f_trace = self._trace
            frame = frame.f_back

    def _trace(self, frame: FrameType, event: str, _argument: object) -> Any:
        if self.over or frame.f_code.co_filename.startswith(_OURS):
            return None
        if event == "line":
            raise TimeUp
        return self._trace

    def stop_tracing(self) -> None:
        if self._traced is not None:
            sys.settrace(self._traced[0])
