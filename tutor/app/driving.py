"""Driving the real app without a terminal: for the demo, the pictures and the tests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial

from textual.pilot import Pilot

from tutor.app.lesson import LessonScreen
from tutor.app.main import TutorApp
from tutor.app.quiz import QuizView
from tutor.course.model import Quiz
from tutor.engine.verdicts import Verdict


class TooSlow(Exception):
    """Something that should have happened did not, in the time that it was given."""


async def until(
    pilot: Pilot[None], condition: Callable[[], object], what: str, seconds: float = 60.0
) -> None:
    """Wait until a condition holds; TooSlow names `what` if it never does."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TooSlow(f"waited {seconds:.0f} s for {what}")
        await pilot.pause(0.02)
        await asyncio.sleep(0)
    await pilot.pause()


def lesson_screen(app: TutorApp) -> LessonScreen:
    """The lesson that is shown; TypeError if another screen is."""
    if not isinstance(app.screen, LessonScreen):
        raise TypeError(f"no lesson is open, but {app.screen!r}")
    return app.screen


async def open_page(pilot: Pilot[None], index: int) -> None:
    """Go to a page and wait until it is drawn."""
    screen = lesson_screen(_tutor(pilot))
    await screen.show_page(index)
    await pilot.pause()


async def run_cells(pilot: Pilot[None], seconds: float = 120.0) -> None:
    """Run every cell of the page, as `r` does, and wait for the end.

    Nobody is asked for data sets: what isn't here is synthetic.
    """
    _tutor(pilot).datasets.asks = False
    screen = lesson_screen(_tutor(pilot))
    for cell in screen.view.cells:
        screen.run_cell(cell)
        await until(pilot, lambda: screen.running is None, f"cell {cell.cell.id}", seconds)


async def answer_quizzes(pilot: Pilot[None]) -> list[QuizView]:
    """Answer every quiz of the page with its right answer."""
    screen = lesson_screen(_tutor(pilot))
    for view in screen.view.quizzes:
        given = stated_answer(view.quiz) or (await screen.compute_answer(view.quiz)).text
        await view.submit(given)
        await until(pilot, partial(_judged, view), f"quiz {view.quiz.id}")
    return screen.view.quizzes


async def check_exercise(
    pilot: Pilot[None], code: str | None = None, seconds: float = 120.0
) -> Verdict | None:
    """Check the exercise of the page, with other code if it is given; None if it has none."""
    screen = lesson_screen(_tutor(pilot))
    if not screen.view.exercises:
        return None
    (view, *_) = screen.view.exercises
    await until(pilot, lambda: screen.exercise is view, f"exercise {view.link.id}", seconds)
    if code is not None:
        screen.put_code(view, code)
    screen.check_exercise(view)
    await until(pilot, lambda: not view.checking, f"the check of {view.link.id}", seconds)
    return view.verdict


def _judged(view: QuizView) -> bool:
    return view.judgement is not None


def stated_answer(quiz: Quiz) -> str | list[str]:
    """The right answer as the lesson states it; empty where only running code can tell."""
    right = [answer.text for answer in quiz.answers if answer.right]
    if quiz.kind == "parsons":
        return (quiz.code or "").splitlines()
    if quiz.kind == "multiple":
        return right
    return right[0] if right else ""


def screen_text(app: TutorApp) -> str:
    """What the screen shows, as lines of text without colours."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def _tutor(pilot: Pilot[None]) -> TutorApp:
    app = pilot.app
    if not isinstance(app, TutorApp):
        raise TypeError(f"{app!r} is not Tutor")
    return app
