"""A course with two exercises, and what a learner has passed there."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from tutor.course.model import Lesson
from tutor.engine import Engine, Session
from tutor.engine.library import Library

STEP = "print('loud')\ncount = [0]\ndef step(x):\n    count[0] += 1\n    return x - 1\n"
STEP += "def steps():\n    return count[0]\n"
OWN_STEP = STEP.replace("x - 1", "x - 10")
SQUARE = "def square(x):\n    return x * x\n"


class Place:
    """A course with two exercises, and what a learner has passed there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.passed: dict[str, str] = {}
        (root / "course.yml").write_text("name: place\n")
        self.write("step", "step, steps", STEP)
        self.write("square", "square", SQUARE)

    def write(self, name: str, provides: str, reference: str) -> None:
        folder = self.root / "c" / "l" / "exercises" / name
        folder.mkdir(parents=True)
        (folder / "exercise.md").write_text(f"---\nprovides: [{provides}]\n---\n# T\n")
        (folder / "reference.py").write_text(reference)

    def put(self, bare: Lesson) -> Lesson:
        return dataclasses.replace(bare, path=self.root / "c" / "l" / "lesson.md")

    def library(self) -> Library:
        return Library(self.root, self.passed.get)

    def open(self, engine: Engine, bare: Lesson) -> Session:
        return engine.open(self.put(bare), library=self.library())
