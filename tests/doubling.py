"""An exercise made for a test: write `double(x)`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tutor.course.exercises import read_exercise
from tutor.course.model import Exercise

PAGE = """\
---
provides: [{provides}]
covers: []
---

# Doubling

Write `double(x)`, which gives twice `x`.

## Hints

1. Think.
2. Add.
3. Multiply.
{feedback}"""

STARTER = '''\
def double(x):
    """Twice x."""
    raise NotImplementedError
'''
REFERENCE = "def double(x):\n    return 2 * x\n"
CHECK = '''\
import torch
from tutor.grading import case, close, draw
from tutor.grading import without

without("float64", because="One case each is enough to test with.")
without("noncontiguous", because="One case each is enough to test with.")
without("single", because="One case each is enough to test with.")
without("zeros", because="One case each is enough to test with.")
without("large", because="One case each is enough to test with.")
without("negative", because="One case each is enough to test with.")


@case
def a_vector(mine):
    """A vector"""
    x = draw(5, low=1.0, high=2.0)
    close(mine.double(x), x + x)


@case
def a_matrix(mine):
    """A matrix"""
    mine.double(draw(3, 4, low=1.0, high=2.0))


@case
def a_number(mine):
    """A number"""
    mine.double(3)
'''
WRONG = {
    "squares": "def double(x):\n    return x * x\n",
    "same": "def double(x):\n    return x\n",
    "halves": "def double(x):\n    return x / 2\n",
    "negative": "def double(x):\n    return -2 * x\n",
}
ACCEPTED = {
    "adds": "def double(x):\n    return x + x\n",
    "turned": "def double(x):\n    return x * 2\n",
    "parts": "def double(x):\n    return 3 * x - x\n",
}


def exercise(
    folder: Path,
    *,
    check: str = CHECK,
    reference: str = REFERENCE,
    starter: str = STARTER,
    wrong: Mapping[str, str] = {},
    accepted: Mapping[str, str] = {},
    provides: str = "double",
) -> Exercise:
    """An exercise in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    told = "".join(f"\n### {name}\n\nThis is `{name}`.\n" for name in wrong)
    page = PAGE.format(provides=provides, feedback=f"\n## Feedback\n{told}" if told else "")
    files = {"exercise.md": page, "check.py": check, "reference.py": reference,
             "starter.py": starter}  # fmt: skip
    files |= {f"wrong/{name}.py": code for name, code in wrong.items()}
    files |= {f"accepted/{name}.py": code for name, code in accepted.items()}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    found, problems = read_exercise(folder)
    assert found is not None, problems
    return found
