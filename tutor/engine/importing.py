"""Interrupts that come while something is being imported.

An import that is cut short leaves half of its modules behind, and many can't be imported again:
after that torch._dynamo says "partially initialized module" to every optimizer that is made. So an
interrupt waits for the end of such an import. What never ends is ended by force, as everything is.
"""

from __future__ import annotations

import _thread
import threading
import types
from collections.abc import Callable

AGAIN = 0.02  # seconds until an interrupt that was put off comes again
_MACHINERY = "<frozen importlib._bootstrap>"


def goes_on(frame: types.FrameType | None) -> bool:
    """Whether a frame is inside an import, other than one of ours: those run a learner's code."""
    while frame is not None:
        code = frame.f_code
        imports = code.co_filename == _MACHINERY and code.co_name == "_find_and_load"
        if imports and not str(frame.f_locals.get("name", "")).startswith("tutor"):
            return True
        frame = frame.f_back
    return False


def put_off(wanted: Callable[[], bool]) -> None:
    """Interrupt the main thread a moment later, if that is `wanted` then."""

    def again() -> None:
        if wanted():
            _thread.interrupt_main()

    timer = threading.Timer(AGAIN, again)
    timer.daemon = True
    timer.start()
