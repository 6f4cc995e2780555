"""Running a small cell in a warm session: from the key to its output."""

from __future__ import annotations

import statistics
import time

from bench.surroundings import own_course
from bench.table import Row, spread
from bench.terminal import Terminal

LIMIT = 0.060  # seconds
TIMES = 30
PAUSE = 0.15  # seconds between a run's end and the next key, as for a quick reader

LESSON = """\
---
summary: A small cell.
---

# Bench

## A small cell

It says what time it is.

```{code-cell} python
:id: small

import time

print(f"mark{time.monotonic_ns()}")
```
"""


def measure() -> Row:
    """Press `r`, wait for what the cell prints; the first runs warm the session."""
    times = []
    with own_course(LESSON) as (command, env), Terminal(command, env) as terminal:
        terminal.see("monotonic_ns")
        for turn in range(TIMES + 3):
            terminal.settle(PAUSE)
            pressed = time.monotonic_ns()
            moment = terminal.press("r")
            # What the run before printed may be drawn again; this run's mark is younger.
            while True:
                seen, mark = terminal.see(r"mark(\d{6,})")
                if int(mark) > pressed:
                    break
            if turn >= 3:
                times.append(seen - moment)
    return Row(
        "running a small cell in a warm session, key to output",
        statistics.median(times),
        LIMIT,
        spread=spread(times),
    )
