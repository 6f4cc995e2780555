"""Readings that are kept: the same as fresh ones, and never an old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course import reader, readings
from tutor.course.catalog import default_root, load_course
from tutor.course.model import Term
from tutor.course.readings import Readings

LESSON = """---
summary: A lesson.
---
# Tiny

## One

Words about a gradient.

```{code-cell} python
---
id: one
---
x = 1
```
"""


class Counted:
    """Counts how often a lesson is really read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        read = reader.read_lesson

        def counting(path: Path, **rest: object) -> reader.Reading:
            self.times += 1
            return read(path, **rest)  # type: ignore[arg-type]

        monkeypatch.setattr(reader, "read_lesson", counting)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "course" / "chapter" / "tiny" / "lesson.md"
    path.parent.mkdir(parents=True)
    path.write_text(LESSON, encoding="utf-8")
    return path


def test_our_lessons_are_the_same_when_they_were_kept(tmp_path: Path) -> None:
    course = load_course(default_root()).course
    assert course is not None
    for name in course.lessons:
        path = course.path_of(name)
        fresh = reader.read_lesson(path, glossary=course.glossary)
        Readings(tmp_path, course.glossary).read(path)
        assert Readings(tmp_path, course.glossary).read(path) == fresh


def test_a_file_is_read_once(lesson: Path, tmp_path: Path, counted: Counted) -> None:
    first = Readings(tmp_path / "kept").read(lesson)
    assert first.lesson is not None
    assert Readings(tmp_path / "kept").read(lesson) == first
    assert counted.times == 1


def test_what_has_changed_is_read_again(
    lesson: Path, tmp_path: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    Readings(kept).read(lesson)
    lesson.write_text(LESSON.replace("x = 1", "x = 2"), encoding="utf-8")
    changed = Readings(kept).read(lesson).lesson
    assert changed is not None
    assert changed.cells[0].source == "x = 2"
    assert counted.times == 2
    glossary = {"gradient": Term("gradient", "How steep.", (), "")}
    assert Readings(kept, glossary).read(lesson) != Readings(kept).read(lesson)
    assert counted.times == 4
    Readings(kept).read(lesson)
    assert counted.times == 4
    monkeypatch.setattr(readings, "_code", lambda: b"another Tutor")
    Readings(kept).read(lesson)
    assert counted.times == 5


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"x" * 200])
def test_what_is_damaged_is_read_again(
    lesson: Path, tmp_path: Path, counted: Counted, damage: bytes
) -> None:
    kept = tmp_path / "kept"
    first = Readings(kept).read(lesson)
    (file,) = kept.iterdir()
    file.write_bytes(damage or file.read_bytes()[:-1] + b"!")
    assert Readings(kept).read(lesson) == first
    assert counted.times == 2


def test_nothing_is_kept_of_a_lesson_that_needs_mending(
    lesson: Path, tmp_path: Path, counted: Counted
) -> None:
    lesson.write_text("no lesson", encoding="utf-8")
    for _ in range(2):
        assert Readings(tmp_path / "kept").read(lesson).lesson is None
    assert Readings(tmp_path / "kept").read(lesson.with_name("none.md")).problems
    assert counted.times == 3
    assert not (tmp_path / "kept").exists()


def test_without_a_place_it_reads_each_time(lesson: Path, tmp_path: Path, counted: Counted) -> None:
    wall = tmp_path / "a file"
    wall.write_text("in the way", encoding="utf-8")
    for folder in (None, wall / "kept"):
        assert Readings(folder).read(lesson).lesson is not None
        assert Readings(folder).read(lesson).lesson is not None
    assert counted.times == 4
