"""A lesson with one of everything, and help for writing broken ones."""

from __future__ import annotations

from pathlib import Path

from tutor.course.model import Problem
from tutor.course.reader import Reading, read_lesson

WHOLE = r"""---
jupytext: {notebook_metadata_filter: all}
kernelspec: {display_name: Python 3, language: python, name: python3}
summary: One learning rate per coordinate.
minutes: 25
prerequisites: [momentum]
covers: [I34.1, 34.20]
data: [airfoil]
origin: Dive into Deep Learning, 7.5
---

# AdaGrad, with $\eta$

Words of introduction.

```{code-cell} python
:id: setup
:tags: [hide-input]

import math

def f_2d(x1, x2):
    return 0.1 * x1**2 + 2 * x2**2
```

## One `rate` does not fit $x_1$

Prose with $g_t \odot g_t$ inline, and a [link](https://example.org).

- a list
- of two

$$
x \leftarrow x - \eta
$$

After the formula, about the learning rate.

```text
a -> b
```

:::{note}
Mind the *learning rate*.

$$
y = x
$$

:::

:::{tip} A title of $\eta$
Words.
:::

:::{quiz} number
:id: largest-rate
:before: trajectory

At which rate does $x_2$ stop shrinking?

- [x] 0.5
  > $|1 - 4\eta| < 1$ holds.
  > Still the same quote.
- [ ] 1/4 > There $x_2$ lands in one step.
- [ ] *
  > Ask when it reaches 1.

:::

```{code-cell} python
---
id: trajectory
seconds: 2
knobs:
  eta: {min: 0.01, max: 3, scale: log}
  way: {options: [up, down]}
plot: {title: "A title: with colon", x: step, y: loss, yscale: log}
expect: |
  0.50
  1
within: {x: [0.1, 0.6], y: {real: [0, 1], synthetic: [-1, 1e-6]}}
figures: {s2.adagrad2d.0.4: "x"}
needs: [setup]
was: [old-trajectory]
---

eta = 0.4
way = "up"
x, y = 0.5, 0
print(f"{x:.2f}")
x
```

Words after the cell make a page of their own.

:::{quiz} choice
:id: which

Which one?

- [x] This `a > b` one > Because $a > b$.
- [ ] That one
  > No.

:::

## Six kinds

:::{quiz} multiple
---
id: several
was: [few]
---
Which of

- these
- those

shrink?

- [x] one > yes
- [x] two > yes
- [ ] three > no

:::

:::{quiz} text
:id: word
Which word?
- [x] gradient
- [x] `slope`
- [ ] *
  > Think of hills.
:::

:::{quiz} predict
:id: prints
:after: trajectory

```python
print("a > b")
print(2)
```

- [x]
  ```text
  a > b
  2
  ```
  > In this order.
- [ ] `2`
  > Only half.

:::

:::{quiz} parsons
:id: order
:also: [[2, 1, 3]]

Put them in order.

```python
a = 1
b = 2

print(a + b)
```

- [ ] `    c = 3`
  > Nobody asks for c.
- [ ] *
  > Define first.

:::

:::{quiz} number
:id: computed
:run: "x * 2"
:after: trajectory
:tolerance: 0.01

How much is it?

- [ ] 3
  > No.
:::

## Write it

:::{exercise} adagrad
:was: [old-adagrad]
:::
"""


def read(tmp_path: Path, text: str | bytes, name: str = "lesson.md") -> Reading:
    """Reads a text as the lesson `chapter/example/lesson.md`."""
    return read_lesson(write(tmp_path, text, name))


def write(tmp_path: Path, text: str | bytes, name: str = "lesson.md") -> Path:
    """Writes a text as the lesson `chapter/example/lesson.md`."""
    path = tmp_path / "chapter" / "example" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def lesson_with(body: str) -> str:
    """A lesson whose second page begins in line 9 with `body`."""
    return f"---\nsummary: A test.\n---\n\n# Test\n\n## Page\n\n{body}\n"


def said(problems: tuple[Problem, ...]) -> list[str]:
    """Problems as `line: message; advice`."""
    return [f"{p.line}: {p.message}; {p.advice}" for p in problems]
