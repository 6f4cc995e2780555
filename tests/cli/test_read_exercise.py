"""`tutor read` on a lesson with an exercise: what is asked, and nothing that gives it away."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubling import exercise
from small_course import Command

COURSE = """\
name: small
title: Small
chapters:
  - {name: one, title: One, lessons: [doubles]}
"""
LESSON = """\
---
summary: Doubling.
---

# Doubles

## Write it

:::{exercise} doubling
:::
"""


def test_the_statement_is_read_and_no_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "course.yml").write_text(COURSE)
    lesson = tmp_path / "one" / "doubles"
    lesson.mkdir(parents=True)
    (lesson / "lesson.md").write_text(LESSON)
    folder = exercise(lesson / "exercises" / "doubling").folder
    tutor = Command(tmp_path, capsys)
    assert tutor("read", "doubles", "--no-run") == 0
    assert "Exercise: " in tutor.out
    words = (folder / "exercise.md").read_text()
    hint = words.split("1. ")[1].splitlines()[0]
    assert hint not in tutor.out
    assert "return" not in tutor.out

    (folder / "exercise.md").unlink()  # a lesson can be read all the same
    assert tutor("read", "doubles", "--no-run") == 0
    assert "Exercise: doubling" in tutor.out
