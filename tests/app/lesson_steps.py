"""Going to the cell of the small course, and waiting for its run."""

from __future__ import annotations

from textual.pilot import Pilot

from tutor.app.cell import CellView
from tutor.app.driving import lesson_screen, until
from tutor.app.main import TutorApp

WALK = 2  # index of the page with the cell `walk`
COURSE = "tiny"


async def at_walk(pilot: Pilot[None]) -> CellView:
    """Go to the page with the cell and give back its widget."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await pilot.pause()
    await lesson_screen(app).show_page(WALK)
    await pilot.pause()
    cell = lesson_screen(app).cell
    assert cell is not None
    return cell


async def finished(pilot: Pilot[None], app: TutorApp) -> None:
    await until(pilot, lambda: lesson_screen(app).running is None, "the run", 5)
