"""Running the cells of a lesson: one at a time, while one reads on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import aclosing
from functools import partial
from math import inf
from time import monotonic

from textual import work

from tutor.app.cell import CellView
from tutor.app.cell_parts import time_words
from tutor.app.needing import Needing
from tutor.app.page import PageView
from tutor.app.sessions import busy
from tutor.app.statusbar import TopBar
from tutor.app.using import Using
from tutor.course.knobs import KnobError, Value
from tutor.course.model import Course
from tutor.engine import protocol
from tutor.progress import Progress

QUICK = 2.0  # seconds: a cell that takes no longer runs as soon as a knob is turned
FIRST = 5.0  # seconds of cells that it needs and that have to run before it, at most
LONG = 3.0  # seconds: the end of such a run is told to who is elsewhere
NOTICED = 5.0  # seconds for which it is said that something is running
SETTLED = 0.5  # seconds after the last turn of a knob at which its value is kept


class Running(Using, Needing):
    """Actions of the lesson screen that run code."""

    course: Course
    progress: Progress
    running: CellView | None = None
    _left = False  # the screen is gone: nobody sees the rest
    _again = False  # a knob was turned meanwhile: run the same cell anew
    _busy_said = -inf  # when it was said last that something is running
    _lacks = ""  # the data set for want of which a run has ended
    _stop_wanted = False  # which may have come before there was anything to stop
    # Cells whose knobs were turned and are not kept yet.
    _unsettled: frozenset[CellView] = frozenset()

    @property
    def cell(self) -> CellView | None:
        """The cell that keys speak to."""
        raise NotImplementedError

    @property
    def view(self) -> PageView:
        """The page that is shown."""
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
        if self.running is event.view:
            self._begin_anew(event.view)
        else:
            self.run_cell(event.view)

    async def on_cell_view_stop_wanted(self) -> None:
        """A click on stop."""
        await self.action_stop()

    def run_cell(self, view: CellView, *, turned: bool = False) -> None:
        """Run a cell with its knobs, unless one is running."""
        if self.running is not None:
            self._say_busy(self.running.cell.id)
            return
        values = view.knobs.values()
        if values is not None:
            self.running, self._stop_wanted = view, False
            self.refresh_bindings()
            self._run(view, values, turned=turned)

    def _say_busy(self, name: str) -> None:
        """Once, however often the key is pressed: notices would pile up over the page."""
        if monotonic() < self._busy_said + NOTICED:
            return
        self._busy_said = monotonic()
        text = f"“{name}” is still running. [[lesson.escape]] stops it."
        self.notify(text, severity="warning", timeout=NOTICED)

    # --- knobs -------------------------------------------------------------------------------

    def on_cell_view_knob_turned(self, event: CellView.KnobTurned) -> None:
        """Run at once what is quick; what runs begins anew; anything else waits to be run."""
        view = event.view
        if self.running is view:
            self._begin_anew(view)
        elif self.running is None and self._is_quick(view):
            self.run_cell(view, turned=True)
        else:
            view.wait_for_run(self.running.cell.id if self.running is not None else "")
        self._keep_soon(view)

    def _begin_anew(self, view: CellView) -> None:
        """Stop the cell that runs, and run it with the knobs as they stand when it has stopped.

        However often a knob is turned until then, that is one run.
        """
        if view.knobs.values() is not None:
            self._again, self._stop_wanted = True, False
            self.session.ask_to_stop()

    def _is_quick(self, view: CellView) -> bool:
        """Whether a run, with all that it needs first, is over before one could want to wait."""
        seconds = view.cell.seconds
        if view.took is not None:  # the first run of a day is slower than those after it
            seconds = view.took if view.edited else min(seconds, view.took)
        budgets = {cell.id: cell.seconds for cell in self.lesson.cells if cell.id != "setup"}
        first = (budgets.get(cell, 0.0) for cell in self.session.before(view.cell.id))
        return seconds <= QUICK and sum(first) <= FIRST

    def knobs_kept(self) -> Mapping[str, Mapping[str, object]]:
        """The values to which the knobs of this lesson were turned, by cell."""
        return {cell.id: self._kept_of(cell.id) for cell in self.lesson.cells if cell.knobs}

    def _kept_of(self, cell: str) -> dict[str, object]:
        try:
            kept = json.loads(self.progress.setting(self._key(cell)) or "{}")
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def _key(self, cell: str) -> str:
        return f"knobs/{self.course.name}/{self.lesson.name}/{cell}"

    def _keep_soon(self, view: CellView) -> None:
        """Keep the knobs once nothing is turned for a moment: each write waits for the disk."""
        if view.settling is not None:
            view.settling.stop()
        view.settling = self.set_timer(SETTLED, partial(self.keep_knobs, view))
        self._unsettled = self._unsettled | {view}

    def keep_knobs(self, view: CellView) -> None:
        """Keep how the knobs of a cell stand."""
        self._unsettled = self._unsettled - {view}
        kept = view.knobs.kept
        if kept != self._kept_of(view.cell.id):
            self.progress.set_setting(self._key(view.cell.id), json.dumps(kept) if kept else "")

    async def on_unmount(self) -> None:
        """Keep what was turned a moment ago, and let the runners go."""
        self._left = True
        for view in self._unsettled:
            self.keep_knobs(view)
        await super().on_unmount()

    # --- a run -------------------------------------------------------------------------------

    @work
    async def _run(self, view: CellView, values: dict[str, Value], *, turned: bool) -> None:
        wanted: dict[str, Value] | None = values
        try:
            if not await self.code_chosen(view.cell):
                return
            while wanted is not None:
                self._again, self._lacks = False, ""
                await self._once(view, wanted, turned=turned)
                again = self._again and not self._left
                wanted = view.knobs.values() if again else None
                turned = True
        except (busy(), KnobError) as error:
            self.notify(str(error), severity="warning")
            await view.apply(protocol.Finished(0, view.cell.id, "stopped", 0.0))
        finally:
            self.running = None
            if not self._left:
                self.refresh_bindings()
                self._keep_soon(view)
        if self._lacks:
            self.need_data(view, self._lacks)

    async def _once(self, view: CellView, values: dict[str, Value], *, turned: bool) -> None:
        """Run a cell to its end, or until a knob is turned."""
        view.budgets = {cell.id: cell.seconds for cell in self.lesson.cells}
        self.session.may_ask = self.datasets.may_ask
        await view.begin(values, turned=turned)
        async with aclosing(self.session.run(view.cell.id, values)) as events:
            async for event in events:
                if self._left:
                    return
                if self._again:
                    view.cut_off()
                    return  # closing the iteration waits for the end
                if self._stop_wanted:
                    self.session.ask_to_stop()
                await view.apply(event)
                if isinstance(event, protocol.DataNeeded):
                    self._lacks = event.name
                if isinstance(event, protocol.Finished) and not event.needed:
                    self._ran(view, event)

    def _ran(self, view: CellView, event: protocol.Finished) -> None:
        if view.device:
            self.query_one(TopBar).device = view.device
        if event.outcome == "done":
            cell = view.cell
            self.progress.mark_done(self.course.name, self.lesson.name, cell.id, cell.digest)
            self.refresh_progress()
        if event.seconds > LONG and event.outcome not in ("stopped", "data"):
            self._tell_end(view, event)

    def _tell_end(self, view: CellView, event: protocol.Finished) -> None:
        """Say that a long run has ended, to who is looking elsewhere."""
        away = not self.app.app_focus
        if away or not self.is_seen(view):
            how = {"done": "is done", "raised": "was stopped by an error"}.get(event.outcome)
            name = f"“{view.cell.id}” in {self.lesson.title}"
            self.notify(
                f"{name} {how or 'ended with its process'} · {time_words(event.seconds)}",
                severity="information" if event.outcome == "done" else "warning",
                timeout=10,
                markup=False,
            )
            if getattr(getattr(self.app, "settings", None), "bell", False):
                self.app.bell()

    def is_seen(self, view: CellView) -> bool:
        """Whether the cell is on the screen: on its page, or its figure over all of it."""
        if self.app.screen is self:
            return view in self.view.cells
        model = getattr(self.app.screen, "model", None)
        return view.figure is not None and model is view.figure.model

    async def action_stop(self) -> None:
        """Stop what is running."""
        self._again = False
        if self.running is not None:
            self._stop_wanted = True
            await self.session.stop()
