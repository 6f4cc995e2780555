"""Judging a learner's code against a reference. What is named here is what `check.py` uses.

The names are looked up when they are first asked for: importing a module of this room that needs
no torch loads none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.grading.declaring import case, equivalent, forbid, without
    from tutor.grading.demands import close, raises, require
    from tutor.grading.draws import draw
    from tutor.grading.examples import given
    from tutor.grading.spies import watch
    from tutor.grading.stats import stat
    from tutor.grading.things import fill

__all__ = [
    "case", "close", "draw", "equivalent", "fill", "forbid", "given", "raises", "require", "stat",
    "watch", "without",
]  # fmt: skip

_WHERE = {
    "case": "declaring", "close": "demands", "draw": "draws", "equivalent": "declaring",
    "fill": "things", "forbid": "declaring", "given": "examples", "raises": "demands",
    "require": "demands", "stat": "stats", "watch": "spies", "without": "declaring",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
