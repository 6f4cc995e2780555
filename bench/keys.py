"""From a key to what it changes, while a training uses every core and its curve is drawn."""

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
summary: A training on every core.
---

# Bench

## LeNet

{prose}

```{{code-cell}} python
:id: lenet
:tags: [hide-input]
:seconds: 60
:plot: {{x: step, y: loss}}

import time

import torch
from torch import nn

from tutor.kit import live

net = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2),
    nn.Conv2d(6, 16, 5), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten(),
    nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10),
)
images, labels = torch.randn(256, 1, 28, 28), torch.randint(0, 10, (256,))
loss, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=0.1)
end = time.monotonic() + 300
step = 0
while time.monotonic() < end:
    optimizer.zero_grad()
    error = loss(net(images), labels)
    error.backward()
    optimizer.step()
    step += 1
    live.log(step, loss=error.item())
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
        for _ in range(TIMES):
            # Keys come at any moment of the redraws' rhythm.
            highest = max(highest, _highest(screen.watch(0.1 + 0.2 * pauses.random())))
            pressed = screen.press(DOWN)
            seen, number = screen.see(WORD, timeout=10)
            while int(number) <= highest:
                seen, number = screen.see(WORD, timeout=10)
            times.append(seen - pressed)
    return Row(
        "key to repaint, 95th percentile, while LeNet trains on every core",
        statistics.quantiles(times, n=20)[-1],
        LIMIT,
        spread=spread(times),
    )


def _highest(shown: str) -> int:
    return max(map(int, re.findall(WORD, shown)), default=0)
