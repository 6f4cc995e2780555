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
EXERCISE = """---
provides: [f]
---
# F

Write `f`.

## Hints

1. Think.
2. Look.
3. Write.

## Feedback

### one

Words.

### two

Words.

### three

Words.

### four

Words.
"""
STARTER = 'def NAME(x):\n    """Twice x."""\n    raise NotImplementedError\n'
REFERENCE = STARTER.replace("raise NotImplementedError", "return 2 * x")
CHECK = """from tutor.grading import case, close


@case
def three(mine):
    \"\"\"Twice three\"\"\"
    close(mine.NAME(3), 6)
"""
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
        """An exercise with nothing to complain of, if its words are right."""
        home = f"{lesson}/exercises/{name}"
        self.write(f"{home}/exercise.md", text)
        files = {"starter.py": STARTER, "reference.py": REFERENCE, "check.py": CHECK}
        files |= {f"accepted/{word}.py": REFERENCE for word in ("a", "b", "c")}
        files |= {f"wrong/{word}.py": STARTER for word in ("one", "two", "three", "four")}
        for file, code in files.items():
            self.write(f"{home}/{file}", code.replace("NAME", provides))
        return home
