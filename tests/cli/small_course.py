"""A tiny course of its own for the commands, and a way to call them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tutor import cli

LESSON = """\
---
summary: Counting and adding.
minutes: 5
---

# Small steps

```{code-cell} python
:id: setup
:tags: [hide-input]

from tutor.kit import live

start = 40
```

## Adding

We add $x_i^2$ to a **start**.

:::{quiz} choice
:id: guess
:before: add

What comes out?

- [x] More
  > Adding a positive number makes more.
- [ ] Less
  > That would be taking away.

:::

```{code-cell} python
:id: add

print("adding")
total = start + 2
total
```

## Drawing

```{code-cell} python
:id: draw
:plot: {title: Falling, x: step, y: loss}

for step in range(20):
    live.log(step, loss=1 / (step + 1))
live.table([["a", 1], ["bb", 22]], header=["name", "n"])
```

:::{quiz} number
:id: computed
:run: total + 1
:after: add

How much is one more?

- [ ] 42
  > That is the total itself.

:::

:::{quiz} predict
:id: printed
:after: add

What does this print?

```python
print(total * 2)
```

:::
"""

RAISING = """\
---
summary: It breaks.
---

# Breaking

## First

```{code-cell} python
:id: fine

print("before")
```

## Second

```{code-cell} python
:id: broken

1 / 0
```

## Third

```{code-cell} python
:id: after

print("still here")
```
"""

LOOPING = """\
---
summary: It never ends.
---

# Looping

## For ever

```{code-cell} python
:id: loop

import time

print("begun", flush=True)
while True:
    time.sleep(0.01)
```
"""

BAD = "---\nsummary: Bad.\n---\n\n# Bad\n\n## One\n\n:::{quiz} choise\n:id: q\n\nWell?\n:::\n"

COURSE = """\
name: small
title: A small course
chapters:
  - name: one
    title: The first chapter
    lessons: [adding, breaking, looping, bad]
"""


class Command:
    """Calls `tutor` in this process and keeps what it printed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys
        self.out = ""
        self.err = ""

    def __call__(self, *words: str, lessons: bool = True) -> int:
        start = ["--lessons", str(self.root)] if lessons else []
        code = cli.main([*start, *words])
        self.out, self.err = self._capsys.readouterr()
        assert isinstance(code, int)
        return code

    @property
    def document(self) -> Any:
        return json.loads(self.out)
