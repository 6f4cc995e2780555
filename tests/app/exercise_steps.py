"""Going to the exercise of the small course, typing, checking, and reading the screen."""

from __future__ import annotations

from textual.pilot import Pilot

from tutor.app.driving import lesson_screen, screen_text, until
from tutor.app.exercise import ExerciseView
from tutor.app.main import TutorApp

PAGE = 1  # index of the page with the exercise


def app_of(pilot: Pilot[None]) -> TutorApp:
    assert isinstance(pilot.app, TutorApp)
    return pilot.app


async def at_exercise(pilot: Pilot[None]) -> ExerciseView:
    """Go to the page with the exercise; its view, once it has been read."""
    await pilot.pause()
    screen = lesson_screen(app_of(pilot))
    await screen.show_page(PAGE)
    await until(pilot, lambda: screen.exercise is not None, "the exercise", 5)
    await pilot.pause()
    assert screen.exercise is not None
    return screen.exercise


async def write(pilot: Pilot[None], view: ExerciseView, code: str) -> None:
    """Open the editor and type this in the place of everything."""
    if view.editor is None or not view.editor.has_focus:
        await pilot.press("e")
        await pilot.pause()
    assert view.editor is not None
    view.editor.select_all()
    await pilot.press("delete")
    view.editor.insert(code)
    await pilot.pause()


async def check(
    pilot: Pilot[None], view: ExerciseView, key: str = "r", seconds: float = 5.0
) -> None:
    """Press the key that checks, and wait for the verdict."""
    before = view.rounds
    await pilot.press(key)
    await until(pilot, lambda: view.rounds > before and not view.checking, "the verdict", seconds)
    await pilot.pause()


def shown(pilot: Pilot[None]) -> str:
    """What the screen says, its line breaks made blanks: words may stand at the end of a line."""
    return screen_text(app_of(pilot))
