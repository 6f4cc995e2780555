"""Data sets in the app: which may be asked for, which are used, and downloads that go on.

A download belongs to the app, not to a screen: one may close the window that shows it and read
on. What lies where is `tutor.datasets`' part, which is imported when it is first needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from textual.signal import Signal

if TYPE_CHECKING:
    from tutor.app.main import TutorApp
    from tutor.datasets.registry import DataSet
    from tutor.datasets.shelf import Kind, State
    from tutor.datasets.steps import Event, Failed, Progress

    Fetch = Callable[[str], AsyncGenerator[Event]]


AT_ONCE = 2.0  # seconds in which every lesson that runs nothing has let go of its data


class Download:
    """The files of one data set on their way here. `listeners` are told of every step."""

    def __init__(self, data: DataSet) -> None:
        self.data = data
        self.progress: Progress | None = None
        self.failed: Failed | None = None
        self.done = False
        self.listeners: list[Callable[[], None]] = []
        self.task: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    @property
    def over(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._over.is_set()

    async def wait(self) -> bool:
        """Wait for its end; whether all of it is here."""
        await self._over.wait()
        return self.done

    def tell(self) -> None:
        """Say that something is new."""
        for listener in tuple(self.listeners):
            listener()

    def end(self) -> None:
        """Nothing more is coming."""
        self._over.set()
        self.tell()


class DataSets:
    """What the app does about data sets."""

    def __init__(self, app: TutorApp) -> None:
        self._app = app
        self.fetch: Fetch | None = None  # what downloads, if not tutor.datasets.getting.fetch
        self.asks = True  # False where nobody sits before the screen
        self._going: dict[str, Download] = {}
        self._renewing: asyncio.Task[None] | None = None
        self._unkept = False  # a choice could not be written: it holds until the end
        self.changed: Signal[str] = Signal(app, "data")  # the name of the set

    # --- what is known -----------------------------------------------------------------------

    @property
    def offline(self) -> bool:
        """Whether nothing may be downloaded in this visit."""
        from tutor.datasets import offline  # noqa: PLC0415 - not needed to read

        return offline.is_offline()

    @property
    def may_ask(self) -> bool:
        """Whether a lesson that lacks a data set may stop and ask."""
        never = self._app.settings.downloads == "never"
        return self.asks and not (never or self._unkept or self.offline)

    @property
    def always(self) -> bool:
        """Whether a download begins without a question."""
        return self._app.settings.downloads == "always"

    def find(self, name: str) -> DataSet:
        """A set of the registry; NoSuchSet or BadRegistry if there is none."""
        from tutor.datasets import registry  # noqa: PLC0415

        return registry.find(name)

    def states(self) -> list[tuple[DataSet, State]]:
        """Every set with its state; BadRegistry where the registry can't be read."""
        from tutor.datasets import shelf  # noqa: PLC0415

        return shelf.states()

    def why_synthetic(self, name: str) -> str:
        """Why nobody was asked whether the real data should come; empty if somebody was."""
        from tutor.datasets import shelf  # noqa: PLC0415

        if shelf.choice(name) == "synthetic":
            return ""
        if self.offline:
            return "Tutor is offline, so the real data was not fetched."
        if self._app.settings.downloads == "never":
            return "Downloads are set to never ([[app.settings]]), so the real data wasn't fetched."
        return ""

    def ask_no_more(self) -> None:
        """From now on, download what a lesson needs without a question."""
        self._app.change_setting("downloads", "always")

    # --- choosing ----------------------------------------------------------------------------

    async def use(self, name: str, kind: Kind) -> None:
        """From the next run on, give this one. If that can't be kept, the learner is told."""
        from tutor.datasets import shelf  # noqa: PLC0415

        try:
            shelf.choose(name, kind)
        except OSError as error:
            self._unkept = self._unkept or kind == "synthetic"
            self._app.notify(
                f"The choice could not be kept in {shelf.data_dir()}: {error.strerror}. It holds "
                "until you leave Tutor. TUTOR_DATA names another folder.",
                severity="warning",
                timeout=12,
                markup=False,
            )
        await self._renew(name)

    async def _renew(self, name: str) -> None:
        if self._app.has_engine:
            self._renewing = asyncio.create_task(self._app.engine.renew_data())
            # Lessons that run something keep its data until that is over: no reason to wait here.
            await asyncio.wait({self._renewing}, timeout=AT_ONCE)
        self.changed.publish(name)

    # --- downloading -------------------------------------------------------------------------

    def going(self, name: str) -> Download | None:
        """The download of that set, while it goes on."""
        return self._going.get(name)

    def download(self, data: DataSet) -> Download:
        """Begin to download a set, or join the download that goes on."""
        found = self._going.get(data.name)
        if found is None:
            found = self._going[data.name] = Download(data)
            found.task = asyncio.create_task(self._run(found))
        return found

    async def stop(self, name: str) -> None:
        """Stop a download. What has come is kept, and the next one goes on from there."""
        found = self._going.get(name)
        if found is not None and found.task is not None:
            found.task.cancel()
            with suppress(asyncio.CancelledError):
                await found.task

    async def close(self) -> None:
        """Stop everything: the app is left."""
        for name in list(self._going):
            await self.stop(name)

    async def _run(self, download: Download) -> None:
        from tutor.datasets import getting  # noqa: PLC0415

        name = download.data.name
        fetch = self.fetch or getting.fetch
        try:
            async with aclosing(fetch(name)) as events:
                async for event in events:
                    if isinstance(event, getting.Progress):
                        download.progress = event
                        download.tell()
                    elif isinstance(event, getting.Failed):
                        download.failed = event
                    else:
                        download.done = True
                        await self.use(name, "real")
        finally:
            self._going.pop(name, None)
            download.end()
            self.changed.publish(name)
