"""A small course in a temporary folder, for tests of the linter."""

from __future__ import annotations

from pathlib import Path

from reader_samples import lesson_with, said

from tutor.course.lint import lint

COURSE = """name: small
title: Small
chapters:
  - {name: first, title: First, lessons: [one, two]}
  - {name: second, title: Second, lessons: [three]}
"""
EXERCISE = "---\nprovides: [f]\n---\n# F\n\nWrite `f`.\n\n## Hints\n\n1. Think.\n"
WORDS = lesson_with("Words.")


class Place:
    """A small course in a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("course.yml", COURSE)
        for lesson in ("first/one", "first/two", "second/three"):
            self.write(f"{lesson}/lesson.md", WORDS)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def lesson(self, body: str, front: str = "") -> list[str]:
        """What the linter says of a lesson whose second page begins in line 9."""
        text = lesson_with(body).replace("\n---\n\n#", f"\n{front}---\n\n#", 1)
        return said(lint(self.write("first/two/lesson.md", text)))

    def exercise(self, lesson: str, name: str, text: str = EXERCISE, provides: str = "f") -> str:
        home = f"{lesson}/exercises/{name}"
        self.write(f"{home}/exercise.md", text)
        for file in ("starter.py", "reference.py"):
            self.write(f"{home}/{file}", f"def {provides}(): ...\n")
        self.write(f"{home}/check.py", "")
        return home
