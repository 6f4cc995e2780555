"""From a key to what it changes, while a surface with three paths is drawn 20 times a second."""

from __future__ import annotations

import re
import statistics

from bench.scrolling import scrolled
from bench.table import Row, spread
from bench.terminal import Terminal

LIMIT = 0.060  # seconds, 95th percentile

LESSON = """\
---
summary: Three paths that grow.
---

# Bench

## Rosenbrock

{prose}

```{{code-cell}} python
:id: paths
:tags: [hide-input]
:seconds: 60

import time

import torch

from tutor.kit import live, objectives

f = objectives.rosenbrock
start = torch.tensor([-1.5, 2.0])
places = [start.clone().requires_grad_() for _ in range(3)]
optimizers = [
    torch.optim.SGD(places[:1], lr=0.0005),
    torch.optim.SGD(places[1:2], lr=0.0005, momentum=0.9),
    torch.optim.Adam(places[2:], lr=0.02),
]
names = ["gradient descent", "momentum", "Adam"]
paths = {{name: [start] for name in names}}
due = time.monotonic()
for step in range(6000):
    for name, place, optimizer in zip(names, places, optimizers):
        optimizer.zero_grad()
        f(place).backward()
        optimizer.step()
        paths[name].append(place.detach().clone())
    live.surface(f, paths=paths)
    due += 0.05
    time.sleep(max(0, due - time.monotonic()))
    if step == 20:
        print("underway")
```
"""


def measure() -> Row:
    """`down` scrolls the prose by two lines: see `scrolled`."""
    times = scrolled(LESSON, _enough_pictures)
    return Row(
        "key to repaint, 95th percentile, surface with three paths, 20 redraws a second",
        statistics.quantiles(times, n=20)[-1],
        LIMIT,
        spread=spread(times),
    )


def _steps(shown: str) -> set[str]:
    """The numbers of the last steps that were shown."""
    return set(re.findall(r"step +(\d+) of \1\b", shown))


def _enough_pictures(screen: Terminal) -> None:
    """RuntimeError unless the surface is really drawn again and again."""
    drawn = _steps(screen.watch(3))
    if len(drawn) < 30:  # of 60: it may have to rest after a slow one
        raise RuntimeError(f"only {len(drawn)} pictures in 3 seconds: nothing to measure")
