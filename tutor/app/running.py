"""Running the cells of a lesson: one at a time, while one reads on."""

from __future__ import annotations

from textual import work

from tutor.app.cell import CellView
from tutor.app.sessions import busy
from tutor.app.statusbar import TopBar
from tutor.app.using import Using
from tutor.course.knobs import KnobError
from tutor.engine import protocol


class Running(Using):
    """Actions of the lesson screen that run code."""

    running: CellView | None = None

    @property
    def cell(self) -> CellView | None:
        """The cell that keys speak to."""
        raise NotImplementedError

    def refresh_progress(self) -> None:
        """Show what is done."""
        raise NotImplementedError

    def action_run(self) -> None:
        """Run the cell of this page."""
        if self.cell is not None:
            self.run_cell(self.cell)

    def on_cell_view_run_wanted(self, event: CellView.RunWanted) -> None:
        """Run what was clicked, or the cell of the knob where Enter was pressed."""
        self.run_cell(event.view)

    async def on_cell_view_stop_wanted(self) -> None:
        """A click on stop."""
        await self.action_stop()

    def run_cell(self, view: CellView) -> None:
        """Run a cell with its knobs, unless one is running."""
        if self.running is not None:
            name = self.running.cell.id
            self.notify(f"“{name}” is still running. Escape stops it.", severity="warning")
            return
        values = view.knob_values()
        if values is not None:
            self.running = view
            self.refresh_bindings()
            self._run(view, values)

    @work
    async def _run(self, view: CellView, values: dict[str, float | int | str | bool]) -> None:
        try:
            if not await self.code_chosen(view.cell):
                return
            await view.begin()
            async for event in self.session.run(view.cell.id, values):
                await view.apply(event)
                if isinstance(event, protocol.Finished) and not event.needed:
                    self._ran(view, event)
        except (busy(), KnobError) as error:
            self.notify(str(error), severity="warning")
            await view.apply(protocol.Finished(0, view.cell.id, "stopped", 0.0))
        finally:
            self.running = None
            self.refresh_bindings()

    def _ran(self, view: CellView, event: protocol.Finished) -> None:
        if view.device:
            self.query_one(TopBar).device = view.device
        if event.outcome == "done":
            cell = view.cell
            self.progress.mark_done(self.course.name, self.lesson.name, cell.id, cell.digest)
            self.refresh_progress()

    async def action_stop(self) -> None:
        """Stop what is running."""
        if self.running is not None:
            await self.session.stop()
