"""What a learner does in the playground, for its tests."""

from __future__ import annotations

from course_maker import ScriptedSession
from playground_maker import RaceEngine, playground_of, raced
from textual.pilot import Pilot

from tutor.app.driving import lesson_screen, until
from tutor.app.home import HomeScreen
from tutor.app.main import TutorApp
from tutor.app.playground import PlaygroundScreen
from tutor.app.playground_view import PlaygroundView

SIZES = [(120, 36), (80, 24)]


async def on_the_screen(pilot: Pilot[None]) -> PlaygroundView:
    """From the map to the playground by its key; the first race is over."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await until(pilot, lambda: isinstance(app.screen, HomeScreen), "the map", 5)
    await pilot.press("p")
    await until(pilot, lambda: isinstance(app.screen, PlaygroundScreen), "the playground", 5)
    view = playground_of(app)
    await until(pilot, lambda: view.results, "the first race", 5)
    await raced(pilot, view)
    return view


async def on_the_page(pilot: Pilot[None]) -> PlaygroundView:
    """The page with the playground."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await pilot.pause()
    await lesson_screen(app).show_page(1)
    await pilot.pause()
    view = playground_of(app)
    await until(pilot, lambda: view.size.width, "its place on the page", 5)
    await pilot.pause()
    return view


def row(view: PlaygroundView, kind: str, method: str = "", name: str = "") -> int:
    """The place of a row: its kind, and the optimizer and parameter that it is for."""
    wanted = (kind, method, name)
    for index, each in enumerate(view.panel._rows):
        found = each.kind, each.lane.method.name if each.lane else "", each.name
        if wanted == found or kind == "more" == each.kind:
            return index
    raise LookupError(wanted)


async def go_to(pilot: Pilot[None], view: PlaygroundView, *place: str) -> None:
    """Walk to a row with the arrow keys."""
    distance = row(view, *place) - view.panel.cursor
    await pilot.press(*(["down" if distance > 0 else "up"] * abs(distance)))


def race_session(engine: RaceEngine) -> ScriptedSession:
    return next(session for session in engine.sessions if session.edits)


def runs_of(engine: RaceEngine) -> list[tuple[str, dict[str, object]]]:
    return race_session(engine).runs
