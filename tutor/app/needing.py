"""A cell needs a data set that isn't here: asking, having it downloaded, running the cell again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from tutor.app.cell import CellView
from tutor.app.sessions import Sessions

if TYPE_CHECKING:
    from tutor.app.data_sets import DataSets
    from tutor.app.main import TutorApp
    from tutor.datasets.registry import DataSet


class Needing(Sessions):
    """Actions of the lesson screen that have to do with data sets."""

    running: CellView | None = None
    _left = False  # the screen is gone
    _fetched: frozenset[str] = frozenset()  # sets that came while this lesson was open

    @property
    def datasets(self) -> DataSets:
        """What the app does about data sets."""
        return cast("TutorApp", self.app).datasets

    def run_cell(self, view: CellView, *, turned: bool = False) -> None:
        """Run a cell."""
        raise NotImplementedError

    def is_seen(self, view: CellView) -> bool:
        """Whether the cell is on the screen."""
        raise NotImplementedError

    def need_data(self, view: CellView, name: str) -> None:
        """The run of a cell has ended because it needs this set: see to it that it is there."""
        if self._left:
            return
        if self.is_seen(view) and not self.app.screen.is_modal:
            group = f"data-{name}-{view.cell.id}"
            self.run_worker(self._see_to_data(view, name), group=group, exclusive=True)
            return
        self.notify(
            f"“{view.cell.id}” in {self.lesson.title} needs data that isn't here yet. "
            "Run it again to be asked.",
            timeout=10,
            markup=False,
        )

    async def _see_to_data(self, view: CellView, name: str) -> None:
        from tutor.app.data_dialog import DataDialog  # noqa: PLC0415 - most runs need none
        from tutor.datasets.registry import BadRegistry, NoSuchSet  # noqa: PLC0415

        try:
            data = await asyncio.to_thread(self.datasets.find, name)
        except (BadRegistry, NoSuchSet) as trouble:
            self.notify(str(trouble), severity="error", timeout=12, markup=False)
            return
        # What came and is wanted again at once did not help: then rather ask than go in circles.
        at_once = self.datasets.always and name not in self._fetched
        answer = await self.app.push_screen_wait(DataDialog(data, self.datasets, at_once=at_once))
        if answer == "behind" and not await self._wait_for(view, data):
            return
        if answer is None:
            return
        if answer == "synthetic":
            await self.datasets.use(name, "synthetic")
        else:
            self._fetched |= {name}
        self._run_again(view, data)

    async def _wait_for(self, view: CellView, data: DataSet) -> bool:
        """Wait for a download that goes on unseen; whether it came."""
        going = self.datasets.going(data.name)
        if going is None:  # it came while the window was being closed, or failed
            return await asyncio.to_thread(self._is_here, data)
        self.notify(
            f"{data.title} is being downloaded. “{view.cell.id}” runs as soon as it is here; "
            "until then, [[app.data]] shows how far it is.",
            timeout=8,
            markup=False,
        )
        came = await going.wait()
        if not came and going.failed is not None:
            text = f"{data.title} did not come. {going.failed.error} {going.failed.advice}"
            self.notify(text, severity="warning", timeout=15, markup=False)
        return came

    def _is_here(self, data: DataSet) -> bool:
        from tutor.datasets import shelf  # noqa: PLC0415

        return shelf.is_here(data)

    def _run_again(self, view: CellView, data: DataSet) -> None:
        if self._left:
            return
        if self.running is not None:
            self.notify(
                f"{data.title} is here. “{view.cell.id}” can be run once “{self.running.cell.id}” "
                "is done.",
                timeout=8,
                markup=False,
            )
            return
        self.run_cell(view)
