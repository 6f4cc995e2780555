"""The first check, right after the app has started: from the key to the verdict."""

from __future__ import annotations

import statistics

from bench.check import PASSED, at_exercise, cold_torch
from bench.surroundings import TUTOR
from bench.table import Row, spread
from bench.terminal import Terminal

TIMES = 5
LIMIT = 2.0


def measure() -> Row:
    """Press `r` as soon as the page is there, in an app of its own each time."""
    ours, theirs = [], []
    for turn in range(TIMES + 1):
        with at_exercise() as (env, words):
            with Terminal(TUTOR, env) as terminal:
                terminal.see(words)
                pressed = terminal.press("r")
                ours.append(terminal.see(PASSED)[0] - pressed)
            theirs.append(cold_torch(env))
        if not turn:  # the first of each warms the disk
            ours, theirs = [], []
    return Row(
        "first check right after the start, key to verdict",
        statistics.median(ours),
        LIMIT,
        against=statistics.median(theirs),
        spread=f"check {spread(ours)}, import torch {spread(theirs)}",
    )
