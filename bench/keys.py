"""From a key to what it changes, while a training uses every core and its curve is drawn."""

from __future__ import annotations

import statistics

from bench.scrolling import scrolled
from bench.table import Row, spread

LIMIT = 0.060  # seconds, 95th percentile

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
    """`down` scrolls the prose by two lines: see `scrolled`."""
    times = scrolled(LESSON)
    return Row(
        "key to repaint, 95th percentile, while LeNet trains on every core",
        statistics.quantiles(times, n=20)[-1],
        LIMIT,
        spread=spread(times),
    )
