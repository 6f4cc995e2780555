"""Where a measurement takes place: a fresh home, and a course of its own where it needs one."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tutor.progress import Place, Progress

# What the `tutor` command does, by the Python that runs this.
TUTOR = (sys.executable, "-c", "import sys; from tutor.cli import main; sys.exit(main())")

# What this shell may have set and a learner's has not.
FOREIGN = ("CI", "NO_COLOR", "PYTHONDONTWRITEBYTECODE", "TEXTUAL_ANIMATIONS", "TUTOR_DEVICE")

COURSE = """\
name: bench
title: Bench
chapters:
  - name: one
    title: One
    lessons: [bench]
"""


@contextmanager
def own_home() -> Iterator[dict[str, str]]:
    """An environment like a learner's, with a fresh TUTOR_HOME that is removed afterwards.

    Bytecode is kept, as everywhere by default: compiling Tutor at each start but not Textual,
    whose bytecode came with its installation, would compare nothing that a learner meets.
    """
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as home:
        yield {
            **kept,
            "TUTOR_HOME": home,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
        }


@contextmanager
def own_course(lesson: str) -> Iterator[tuple[list[str], dict[str, str]]]:
    """The command that opens a course of one lesson at its first page, and its environment."""
    with own_home() as env:
        home = Path(env["TUTOR_HOME"])
        root = home / "lessons"
        (root / "one" / "bench").mkdir(parents=True)
        (root / "course.yml").write_text(COURSE, encoding="utf-8")
        (root / "one" / "bench" / "lesson.md").write_text(lesson, encoding="utf-8")
        progress = Progress.open(home)
        progress.set_place("bench", Place("bench", 0, ""))
        progress.close()
        yield [*TUTOR, "--lessons", str(root)], env
