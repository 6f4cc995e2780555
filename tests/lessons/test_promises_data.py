"""Promises of lessons with data: each kind has bounds of its own, and each is tried."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import real_data
from promises import cells_on_data, examine, kinds_of

from tutor.course.reader import read_lesson
from tutor.datasets import shelf

LESSON = """\
---
summary: A lesson for a test.
data: [airfoil]
---

# A lesson for a test

```{code-cell} python
:id: setup

from tutor.kit import data
```

## One

```{code-cell} python
:id: aside
:within: {mark: {real: [7, 7], synthetic: [8, 8]}}

mark = 8
```

## Two

```{code-cell} python
:id: load

features, labels = data.airfoil()
```

## Three

```{code-cell} python
---
id: rests
within:
  first: {real: [-0.6621, -0.6619], synthetic: [-0.9155, -0.9153]}
  swapped: {real: [-0.9155, -0.9153], synthetic: [-0.6621, -0.6619]}
---

first = swapped = round(features[0, 0].item(), 4)
```
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.md"
    path.write_text(LESSON, encoding="utf-8")
    return path


def test_which_cells_rest_on_data(lesson: Path) -> None:
    read = read_lesson(lesson).lesson

    assert read is not None
    assert cells_on_data(read) == {"load", "rests"}
    here = real_data.folder() is not None
    assert kinds_of(read) == (("synthetic", "real") if here else ("synthetic",))


@pytest.mark.slow
def test_each_kind_has_its_bounds(lesson: Path, shared_data: Path) -> None:
    before = os.environ.get(shelf.VARIABLE)
    broken = examine(lesson, lesson.parent)

    assert os.environ.get(shelf.VARIABLE) == before
    assert [(one.where, one.promise) for one in broken] == [("rests", "within")] * 6
    seeds = [f"swapped, seed {seed}: " for seed in (0, 1, 2)]
    assert [one.what.partition("[")[0] for one in broken] == seeds * 2
    assert ["the real data" in one.what for one in broken] == [False] * 3 + [True] * 3
    assert "[-0.9154] is not in" in broken[0].what
    assert "[-0.662] is not in" in broken[3].what
