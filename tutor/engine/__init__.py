"""Running a lesson's code in another process, and the stream of events that comes back.

What is named here is the parent side, free of torch and numpy; the app imports only this.
The names are looked up late: the host and its runners import modules of this package too,
and have no use for sessions or asyncio.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.checks import Checks
    from tutor.engine.engine import Engine
    from tutor.engine.limits import Limits
    from tutor.engine.session import Busy, Evaluation, Session
    from tutor.engine.sheets import with_feedback

__all__ = ["Busy", "Checks", "Engine", "Evaluation", "Limits", "Session", "with_feedback"]

_HOMES = {
    "Checks": "checks",
    "Engine": "engine",
    "Limits": "limits",
    "Busy": "session",
    "Evaluation": "session",
    "Session": "session",
    "with_feedback": "sheets",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
