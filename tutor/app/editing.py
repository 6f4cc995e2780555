"""Editing the cells of a lesson, and keeping what is typed."""

from __future__ import annotations

from tutor.app.cell import CellView
from tutor.app.sessions import Sessions
from tutor.course.model import Course
from tutor.progress import Progress


class Editing(Sessions):
    """Actions of the lesson screen that change code. Nothing typed is lost."""

    course: Course
    progress: Progress

    @property
    def cell(self) -> CellView | None:
        """The cell that keys speak to."""
        raise NotImplementedError

    async def action_edit(self) -> None:
        """Edit the cell of this page."""
        if self.cell is not None:
            await self.cell.edit()

    async def action_reset(self) -> None:
        """The lesson's own code and knobs again."""
        cell = self.cell
        if cell is None:
            return
        cell.reset_knobs()
        if cell.edited:
            await cell.set_source(cell.cell.source)
            self._keep_edit(cell, None)
            self.notify("The lesson's own code again.")

    def on_cell_view_edited(self, event: CellView.Edited) -> None:
        """Keep what was typed, at once: nothing typed is lost."""
        self._keep_edit(event.view, event.source)

    def _keep_edit(self, view: CellView, source: str | None) -> None:
        cell = view.cell
        if self._session is not None:
            self._session.edit(cell.id, source)
        if source is None:
            self._edits.pop(cell.id, None)
            self.progress.drop_edit(self.course.name, self.lesson.name, cell.id)
        else:
            self._edits[cell.id] = source
            self.progress.save_edit(
                self.course.name, self.lesson.name, cell.id, source, cell.digest
            )

    def action_unfold(self) -> None:
        """Show code that the lesson folds away."""
        if self.cell is not None and self.cell.cell.hidden:
            self.cell.unfold()
