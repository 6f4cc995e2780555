"""The main job without a terminal: the real app, driven through a lesson.

It opens the map and a lesson, reads every page, answers the quizzes, runs the cells, and prints
what a learner would have seen, curves included.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TextIO

from textual.pilot import Pilot

from tutor.app import driving
from tutor.app.main import TutorApp
from tutor.course.model import Course
from tutor.progress import Progress

SIZE = (120, 36)


def run_demo(
    course: Course, lesson: str, *, device: str | None = None, out: TextIO | None = None
) -> int:
    """Drive the app through a lesson; 0 if every cell ran and every right answer was accepted.

    The learner's own progress is not touched.
    """
    with tempfile.TemporaryDirectory() as home:
        progress = Progress.open(Path(home))
        app = TutorApp(course, progress=progress, device=device)
        app.animation_level = "none"
        try:
            failures = asyncio.run(_drive(app, lesson, out or sys.stdout))
        finally:
            progress.close()
    return 1 if failures else 0


async def _drive(app: TutorApp, lesson: str, out: TextIO) -> list[str]:
    failures: list[str] = []
    async with app.run_test(size=SIZE) as pilot:
        await driving.until(pilot, lambda: app.screen.is_mounted, "the map")
        await pilot.pause(0.3)
        print(driving.screen_text(app).strip("\n"), file=out)
        app.open_lesson(lesson)
        await pilot.pause()
        screen = driving.lesson_screen(app)
        for index in range(len(screen.lesson.pages)):
            failures += await _page(app, pilot, index, out)
    total = len(screen.lesson.pages)
    end = f"{len(failures)} failed: {', '.join(failures)}" if failures else "all is well"
    print(f"\n{lesson}: {total} pages; {end}.", file=out)
    return failures


async def _page(app: TutorApp, pilot: Pilot[None], index: int, out: TextIO) -> list[str]:
    """Do all that a page asks for; the ids of what failed."""
    screen = driving.lesson_screen(app)
    await driving.open_page(pilot, index)
    quizzes = await driving.answer_quizzes(pilot)
    await driving.run_cells(pilot)
    rule = "═" * SIZE[0]
    print(f"\n{rule}\n{index + 1}/{len(screen.lesson.pages)}\n", file=out)
    print(screen.view.as_text(width=78), file=out)
    failures = []
    for quiz in quizzes:
        judgement = quiz.judgement
        right = judgement is not None and judgement.right
        print(f"Quiz {quiz.quiz.id}: {'✓ right' if right else '✗ wrong'}", file=out)
        failures += [] if right else [quiz.quiz.id]
    for cell in screen.view.cells:
        print(f"Cell {cell.cell.id}: {cell.status}", file=out)
        failures += [cell.cell.id] if cell.outcome != "done" else []
    return failures
