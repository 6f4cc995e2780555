"""Checking an optimizer exercise in a warm app: from the key to the verdict."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.surroundings import TUTOR, own_home
from bench.table import Row, spread
from bench.terminal import Terminal
from tutor.commands.exercises import folders
from tutor.course.catalog import default_root, load_course
from tutor.course.reader import read_lesson
from tutor.progress import Place, Progress, Workspace

EXERCISE = "sgd"  # its cases make 38 recorded calls
TIMES = 20
LIMIT = 0.10
PASSED = "Passed"


def measure() -> Row:
    """Press `r`, wait for the verdict; the first checks warm the app."""
    ours = []
    with at_exercise() as (env, words):
        theirs = [cold_torch(env) for _ in range(6)][1:]
        with Terminal(TUTOR, env) as terminal:
            terminal.see(words)
            for turn in range(TIMES + 3):
                terminal.settle()
                pressed = terminal.press("r")
                seen, _ = terminal.see(PASSED)
                if turn >= 3:
                    ours.append(seen - pressed)
        theirs += [cold_torch(env) for _ in range(5)]
    return Row(
        "check of an exercise with 38 calls, warm app, key to verdict",
        statistics.median(ours),
        LIMIT,
        against=statistics.median(theirs),
        spread=f"check {spread(ours)}, import torch {spread(theirs)}",
    )


@contextmanager
def at_exercise(exercise: str = EXERCISE) -> Iterator[tuple[Mapping[str, str], str]]:
    """A home whose learner has just solved the exercise and is at its page.

    Also gives a word of that page which is there once it is painted.
    """
    course = load_course(default_root()).course
    assert course is not None
    folder = folders(course)[exercise]
    path = folder.parents[1] / "lesson.md"
    lesson = read_lesson(path, glossary=course.glossary).lesson
    assert lesson is not None
    page = lesson.page_of(exercise)
    assert page is not None
    with own_home() as env:
        home = Path(env["TUTOR_HOME"])
        Workspace(home).open(exercise, (folder / "reference.py").read_text(encoding="utf-8"))
        progress = Progress.open(home)
        progress.set_place(course.name, Place(lesson.name, page, exercise))
        progress.close()
        yield env, "checked yet"


def cold_torch(env: Mapping[str, str]) -> float:
    """Seconds that a fresh Python takes to import torch."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch"], check=True, env=dict(env))
    return time.perf_counter() - began
