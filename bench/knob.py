"""From turning a knob to the first new point on the screen, for a two-dimensional objective.

A point can't be told from others, but the name of its path can, which is drawn with it: it holds
the knob's value. The path is drawn on its surface, which is computed anew for each turn.
"""

from __future__ import annotations

import itertools
import random
import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from bench.surroundings import own_course
from bench.table import Row, spread
from bench.terminal import Terminal

LIMIT = 0.150  # seconds, 95th percentile
TIMES = 40
FIRST = 1000  # the knob's value in the lesson
UP = "\x1b[A"

LESSON = """\
---
summary: A descent.
---

# Bench

## Turn

Words.

```{code-cell} python
:id: descend
:seconds: 0.1
:knobs: {mark: {min: 1, max: 9000, step: 1}}

import torch

from tutor.kit import live

mark = 1000


def f(x):
    return 0.1 * x[0] ** 2 + 2 * x[1] ** 2


x = torch.tensor([-5.0, -2.0], requires_grad=True)
path = [x.detach().clone()]
for step in range(20):
    (slope,) = torch.autograd.grad(f(x), x)
    with torch.no_grad():
        x -= (0.2 + mark / 1e5) * slope
    path.append(x.detach().clone())
live.surface(f, paths={f"mark {mark}": path})
```
"""


def measure() -> Row:
    """Turn the knob again and again, at any moment after the last run."""
    with turning() as turns:
        times = [next(turns) for _ in range(TIMES)]
    return Row(
        "knob turned to the new path on the screen, 95th percentile",
        statistics.quantiles(times, n=20)[-1],
        LIMIT,
        spread=spread(times),
    )


@contextmanager
def turning() -> Iterator[Iterator[float]]:
    """Turns of the knob of a cell that has run: seconds until each one's path is drawn."""
    with own_course(LESSON) as (command, env), Terminal(command, env) as screen:
        screen.see("descend")
        screen.settle(1.0)
        screen.press("r")
        screen.see(f"mark {FIRST}", timeout=120)
        screen.settle(1.0)
        screen.press("\t")
        screen.settle(0.5)
        turns = _turns(screen)
        for _ in range(3):  # from here on all is warm
            next(turns)
        yield turns


def _turns(screen: Terminal) -> Iterator[float]:
    pauses = random.Random(0)
    for value in itertools.count(FIRST + 1):
        screen.settle(0.1 + 0.1 * pauses.random())
        pressed = screen.press(UP)
        seen, _ = screen.see(f"mark {value}", timeout=10)
        yield seen - pressed
