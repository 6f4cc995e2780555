"""From process start to the first painted lesson page, against a minimal Textual app."""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.surroundings import TUTOR, own_home
from bench.table import Row, spread
from bench.terminal import Terminal
from tutor.course.catalog import default_root, load_course
from tutor.course.model import Cell, Formula, Page, Prose
from tutor.course.reader import read_lesson
from tutor.progress import Place, Progress

LESSON = "gradient_descent"
TIMES = 9
LIMIT = 2.0


def measure() -> Row:
    """The lesson page is there when the last words of its prose and of its code's top are."""
    with own_home() as env:
        page = _open_at_first_cell(Path(env["TUTOR_HOME"]))
        prose = "\n\n".join(b.markdown for b in page.blocks if isinstance(b, Prose))
        (cell,) = (a for a in page.activities if isinstance(a, Cell))
        text = Path(env["TUTOR_HOME"], "prose.md")
        text.write_text(prose, encoding="utf-8")
        minimal = [sys.executable, "-m", "bench.minimal", str(text)]
        words = _last_word(prose), _last_word("\n".join(cell.source.splitlines()[:8]))

        ours, theirs = [], []
        for turn in range(TIMES + 1):
            both = _time(TUTOR, words, env), _time(minimal, words[:1], env)
            if turn:  # the first of each warms the disk
                ours.append(both[0])
                theirs.append(both[1])
    return Row(
        "process start to first painted lesson page",
        statistics.median(ours),
        LIMIT,
        against=statistics.median(theirs),
        spread=f"Tutor {spread(ours)}, minimal app {spread(theirs)}",
    )


def _time(command: Sequence[str], words: Sequence[str], env: Mapping[str, str]) -> float:
    with Terminal(command, env) as terminal:
        return terminal.see_all(words) - terminal.started


def _open_at_first_cell(home: Path) -> Page:
    """Leave the learner on the lesson's first page that shows a cell and nothing else."""
    course = load_course(default_root()).course
    assert course is not None
    lesson = read_lesson(course.path_of(LESSON), glossary=course.glossary).lesson
    assert lesson is not None
    index, page = next(
        (i, p)
        for i, p in enumerate(lesson.pages)
        if len(p.activities) == 1
        and isinstance(p.activities[0], Cell)
        and not p.activities[0].hidden
        and not any(isinstance(block, Formula) for block in p.blocks)
    )
    progress = Progress.open(home)
    progress.set_place(course.name, Place(LESSON, index, page.activities[0].id))
    progress.close()
    return page


def _last_word(text: str) -> str:
    """The last word of six letters or more: long enough to stand nowhere else by chance."""
    words: list[str] = re.findall(r"[a-z]{6,}", text)
    return words[-1]
