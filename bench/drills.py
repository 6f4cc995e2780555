"""Checking what the course's optimizers and layers rest on, each in a warm app: key to verdict."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from bench.check import PASSED, at_exercise, cold_torch
from bench.surroundings import TUTOR, own_home
from bench.table import Row, seconds, spread
from bench.terminal import Terminal

DRILLS = (
    "softmax", "cross_entropy", "dropout", "xavier_uniform", "corr2d", "batch_norm",
    "batch_norm_module", "momentum", "adagrad", "rmsprop", "adadelta", "adam", "adam_clock",
)  # fmt: skip
WARM, TIMES = 2, 8  # the first checks of an exercise load its reference
IDLE = 4.0  # seconds after the first check, in which its wrong solutions are played
# 150 and 300 ms where a fresh Python imports torch in 1.06 s, in shares of that
MEDIAN, SLOWEST = 0.14, 0.28


def measure() -> list[Row]:
    """The median of all checks, and their 95th percentile."""
    torch = imports()
    each = {name: list(checks(name)) for name in DRILLS}
    against = statistics.median([*torch, *imports()])
    times = sorted(time for found in each.values() for time in found)
    middle = {name: statistics.median(found) for name, found in each.items()}
    order = sorted(middle, key=middle.__getitem__, reverse=True)
    slowest = ", ".join(f"{name} {seconds(middle[name])}" for name in order)
    return [
        Row(
            f"check of each of {len(DRILLS)} drills, key to verdict, median",
            statistics.median(times),
            MEDIAN,
            against=against,
            spread=f"medians: {slowest}",
        ),
        Row(
            "the same, 95th percentile",
            times[int(0.95 * len(times))],
            SLOWEST,
            against=against,
            spread=spread(times),
        ),
    ]


def imports() -> list[float]:
    """Seconds of some imports of torch; the first, which fills the disk's cache, is left out."""
    with own_home() as env:
        return [cold_torch(env) for _ in range(4)][1:]


def checks(exercise: str) -> Iterator[float]:
    """Seconds from the key to the verdict, the reference being the learner's solution."""
    with at_exercise(exercise) as (env, words), Terminal(TUTOR, env) as terminal:
        terminal.see(words)
        for turn in range(WARM + TIMES):
            terminal.settle()
            if turn == 1:
                terminal.watch(IDLE)
            pressed = terminal.press("r")
            seen, _ = terminal.see(PASSED)
            if turn >= WARM:
                yield seen - pressed
