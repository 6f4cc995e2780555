"""The same with a hundred runs in the figure's list, against a handful."""

from __future__ import annotations

import statistics

from bench.knob import TIMES, turning
from bench.table import Row, spread

LIMIT = 1.2
MANY = 100  # kept runs
SHOWN = 8  # the figure draws so many, and no more


def measure() -> Row:
    """Turn one knob with many kept runs and another with few, by turns: both see one machine."""
    with turning() as many, turning() as few:
        for _ in range(MANY):
            next(many)
        for _ in range(SHOWN):
            next(few)
        times = [(next(many), next(few)) for _ in range(TIMES)]
    long, short = zip(*times, strict=True)
    return Row(
        "knob turned to the new path, with 100 kept runs, against 8",
        statistics.median(long),
        LIMIT,
        against=statistics.median(short),
        spread=f"many {spread(long)}, few {spread(short)}",
    )
