"""A training whose every step is logged and drawn, against the same loop as a plain script."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from bench.surroundings import own_course
from bench.table import Row, spread
from bench.terminal import Terminal

LIMIT = 1.10
TIMES = 11

# What a learner would write: 20 epochs of batch size 10 on 1500 examples of 5 features. The
# loop takes its own time, so that start-up counts on neither side.
LOOP = """\
import time

import torch
{imports}
torch.manual_seed(0)
features = torch.randn(1500, 5)
labels = features @ torch.randn(5, 1) + 0.1 * torch.randn(1500, 1)
net = torch.nn.Linear(5, 1)
loss = torch.nn.MSELoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
batches = torch.utils.data.DataLoader(
    torch.utils.data.TensorDataset(features, labels), batch_size=10, shuffle=True
)
step = 0
began = time.perf_counter()
for epoch in range(20):
    for x, y in batches:
        optimizer.zero_grad()
        error = loss(net(x), y)
        error.backward()
        optimizer.step()
        step += 1
{log}
print(f"took{{time.perf_counter() - began:.6f}}end")
"""

LESSON = """\
---
summary: A training.
---

# Bench

## A training

Three thousand steps.

```{{code-cell}} python
:id: train
:tags: [hide-input]
:plot: {{x: step, y: loss}}

{code}
```
"""


def measure() -> Row:
    """The app stays open, idle while the script runs; the two take turns."""
    plain = LOOP.format(imports="", log="")
    live = LOOP.format(
        imports="\nfrom tutor.kit import live\n",
        log="        live.log(step, loss=error.item())",
    )
    # The plain loop reads its loss too: that is the training's, not the logging's.
    plain = plain.replace("        step += 1\n", "        step += 1\n        error.item()\n")
    ours, theirs = [], []
    lesson = LESSON.format(code=live)
    with own_course(lesson) as (command, env), Terminal(command, env) as terminal:
        script = Path(env["TUTOR_HOME"], "plain.py")
        script.write_text(plain, encoding="utf-8")
        terminal.see("Three")
        for turn in range(TIMES + 1):
            terminal.settle()
            terminal.press("r")
            inside = float(terminal.see(r"took([\d.]+)end")[1])
            terminal.settle()
            done = subprocess.run(
                [sys.executable, str(script)], capture_output=True, text=True, check=True, env=env
            )
            outside = float(done.stdout.strip().removeprefix("took").removesuffix("end"))
            if turn:  # the first of each warms the machine
                ours.append(inside)
                theirs.append(outside)
    return Row(
        "3000 training steps, each logged, live curve",
        statistics.median(ours),
        LIMIT,
        against=statistics.median(theirs),
        spread=f"Tutor {spread(ours)}, plain script {spread(theirs)}",
    )
