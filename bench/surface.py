"""From a key to what it changes, while a surface with three paths is drawn 20 times a second."""

from __future__ import annotations

import random
import re
import statistics

from bench.surroundings import own_course
from bench.table import Row, spread
from bench.terminal import Terminal

LIMIT = 0.060  # seconds, 95th percentile
TIMES = 80
WORDS = 1200
WORD = r"word(\d{4})"
DOWN = "\x1b[B"

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
    """`down` scrolls the prose by two lines: a word with a higher number than ever appears."""
    words = [f"word{number:04}" for number in range(WORDS)]
    prose = "\n\n".join(" ".join(words[at : at + 60]) for at in range(0, WORDS, 60))
    pauses = random.Random(0)
    times = []
    with own_course(LESSON.format(prose=prose)) as (command, env), Terminal(command, env) as screen:
        screen.see("word0000")
        highest = _highest(screen.watch(1))
        screen.press("r")
        screen.see("underway", timeout=120)
        drawn = _steps(screen.watch(3))
        if len(drawn) < 30:  # of 60: it may have to rest after a slow one
            raise RuntimeError(f"only {len(drawn)} pictures in 3 seconds: nothing to measure")
        for _ in range(TIMES):
            # Keys come at any moment of the redraws' rhythm.
            highest = max(highest, _highest(screen.watch(0.1 + 0.2 * pauses.random())))
            pressed = screen.press(DOWN)
            seen, number = screen.see(WORD, timeout=10)
            while int(number) <= highest:
                seen, number = screen.see(WORD, timeout=10)
            times.append(seen - pressed)
    return Row(
        "key to repaint, 95th percentile, surface with three paths, 20 redraws a second",
        statistics.quantiles(times, n=20)[-1],
        LIMIT,
        spread=spread(times),
    )


def _highest(shown: str) -> int:
    return max(map(int, re.findall(WORD, shown)), default=0)


def _steps(shown: str) -> set[str]:
    """The numbers of the last steps that were shown."""
    return set(re.findall(r"step +(\d+) of \1\b", shown))
