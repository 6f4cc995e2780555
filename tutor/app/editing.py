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
    _undone: dict[str, str]  # cell -> the learner's code before it was reset

    @property
    def cell(self) -> CellView | None:
        """The cell that keys speak to."""
        raise NotImplementedError

    async def action_edit(self) -> None:
        """Edit the cell of this page."""
        if self.cell is not None:
            await self.cell.edit()

    async def action_reset(self) -> None:
        """The lesson's own code and knobs again; once more, the learner's."""
        cell = self.cell
        if cell is None:
            return
        if cell.edited:
            self._undone[cell.cell.id] = cell.source
            cell.reset_knobs()
            await self._replace(cell, cell.cell.source)
            self.notify(
                "The lesson's own code again. [[lesson.reset]] once more brings yours back."
            )
        elif cell.cell.id in self._undone:
            await self._replace(cell, self._undone.pop(cell.cell.id))
            self.notify("Your code again.")
        else:
            cell.reset_knobs()

    async def _replace(self, cell: CellView, source: str) -> None:
        await cell.set_source(source)
        self._keep_edit(cell, source if cell.edited else None)

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
