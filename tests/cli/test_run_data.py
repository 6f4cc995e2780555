"""`tutor run` and `tutor read` say which data a lesson works with; they ask nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import COURSE, Command

LESSON = """\
---
summary: Data.
data: [airfoil]
---

# Noise

## Load it

```{code-cell} python
:id: load

from tutor.kit import data

features, labels = data.airfoil()
```

## Use it

```{code-cell} python
:id: use

print(tuple(features.shape))
```
"""
LINE = "Data: Airfoil self-noise, synthetic: made by Tutor, not measured · 1500 rows"


@pytest.fixture
def noise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    (tmp_path / "course.yml").write_text(COURSE.replace("adding, breaking, looping, bad", "noise"))
    folder = tmp_path / "one" / "noise"
    folder.mkdir(parents=True)
    (folder / "lesson.md").write_text(LESSON)
    return Command(tmp_path, capsys)


def test_a_run_says_it_beside_the_output(noise: Command) -> None:
    assert noise("run", "noise") == 0
    assert noise.err == f"{LINE}\n" * 2
    assert "(1500, 5)" in noise.out
    assert "synthetic" not in noise.out


def test_as_json(noise: Command) -> None:
    assert noise("run", "noise", "--json") == 0
    used = {
        "name": "airfoil", "title": "Airfoil self-noise", "kind": "synthetic",
        "detail": "1500 rows",
    }  # fmt: skip
    assert [cell["data"] for cell in noise.document["cells"]] == [[used], [used]]


def test_what_is_read_says_it(noise: Command) -> None:
    assert noise("read", "noise") == 0
    assert noise.out.count(" ".join(LINE.split())) == 2
