"""The window that asks for a data set, and shows how far its download is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.app import data_bar, data_facts, keys
from tutor.app.dialogs import Choices
from tutor.datasets.faults import megabytes

if TYPE_CHECKING:
    from tutor.app.data_sets import DataSets, Download
    from tutor.datasets.registry import DataSet

# What came of it: the files are here; they still come; synthetic ones are wanted; none of it.
Answer = Literal["fetched", "behind", "synthetic"] | None
Phase = Literal["ask", "fetch", "failed"]

_OFFERS: dict[Phase, tuple[tuple[str, str], ...]] = {
    "ask": (
        ("download", "Download it ({size})"),
        ("synthetic", "Use synthetic data"),
        ("always", "Download it, and never ask again"),
        ("leave", "Not now"),
    ),
    "fetch": (
        ("behind", "Read on meanwhile; the cell runs once it is here"),
        ("leave", "Stop; what has come is kept"),
    ),
    "failed": (
        ("download", "Try again"),
        ("synthetic", "Use synthetic data"),
        ("leave", "Not now"),
    ),
}
_NO_CELL = {"behind": "Close this window; the download goes on"}  # opened from the list


class DataDialog(ModalScreen[Answer]):
    """Asks whether a data set is to be downloaded, and stays until it is here.

    In the end nothing is chosen by it but what was pressed: who opened it sees to the rest.
    """

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("d", "download", "download", id="data.download"),
        Binding("s", "synthetic", "synthetic data", id="data.synthetic"),
        Binding("a", "always", "always download", id="data.always"),
        Binding("b", "behind", "read on meanwhile", id="data.behind"),
        Binding("escape,q", "leave", "not now, stop", id="data.leave"),
    ]

    HELP = """\
**A data set is needed.** `[[data.download]]` downloads it, `[[data.synthetic]]` uses data made by
Tutor instead, `[[data.always]]` downloads it and never asks again, `[[data.leave]]` does nothing
now. A download can be stopped with `[[data.leave]]`, and `[[data.behind]]` lets you read on
meanwhile. [[app.data]] changes what you have chosen at any time.
"""

    def __init__(
        self, data: DataSet, datasets: DataSets, *, at_once: bool = False, for_cell: bool = True
    ) -> None:
        """`at_once` begins without a question; `for_cell`: a cell runs when the files are here."""
        super().__init__()
        self.data = data
        self.datasets = datasets
        self.phase: Phase = "ask"
        self.note = ""  # what is wrong, and what to do
        self._at_once = at_once
        self._for_cell = for_cell
        self._download: Download | None = None

    # --- what it is made of ------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Title, facts; how far it is or what is wrong; what one can do."""
        with Vertical(classes="dialog data-dialog"):
            yield Static(Content(f"Data: {self.data.title}"), classes="dialog-title")
            with VerticalScroll(classes="dialog-body data-facts", can_focus=False):
                yield Static(Content(self.data.what), classes="data-what")
                yield Static("", classes="data-table")
            yield Static("", classes="data-note", markup=False)
            yield Static("", classes="data-bar", markup=False)
            yield Choices(classes="data-choices", markup=False)

    def on_mount(self) -> None:
        """Ask, or show the download that goes on already."""
        going = self.datasets.going(self.data.name)
        if going is not None:
            self._follow(going)
        elif self._at_once:
            self.action_download()
        else:
            self._show("ask")
        self.query_one(Choices).focus()

    def on_screen_resume(self) -> None:
        """It may have ended while something else was over this window."""
        self._heard()

    def on_unmount(self) -> None:
        """The download may go on without this window."""
        if self._download is not None and self._heard in self._download.listeners:
            self._download.listeners.remove(self._heard)

    def _show(self, phase: Phase, note: str = "") -> None:
        self.phase, self.note = phase, note
        line = self.query_one(".data-note", Static)
        line.update(note)
        line.display = bool(note)
        line.set_class(phase == "failed", "-error")
        self.query_one(".data-bar").display = phase == "fetch"
        self.query_one(".data-dialog").set_class(bool(note) or phase == "fetch", "-noted")
        choices = self.query_one(Choices)
        choices.clear_options()
        choices.add_options(Option(self._offer(*each), id=each[0]) for each in _OFFERS[phase])
        choices.highlighted = 0
        choices.refresh(layout=True)
        self.refresh_bindings()

    def _offer(self, action: str, words: str) -> Content:
        """A line that says a key and what it does."""
        words = words if self._for_cell else _NO_CELL.get(action, words)
        key = keys.fill(self, f"[[data.{action}]]")
        text = words.format(size=f"about {megabytes(self.data.size)}")
        return Content.assemble((f"{key:>6}  ", "bold $accent"), text)

    # --- a download --------------------------------------------------------------------------

    def _follow(self, download: Download) -> None:
        self._download = download
        download.listeners.append(self._heard)
        self._show("fetch")
        self._heard()

    def _heard(self) -> None:
        """Something is new with the download."""
        download = self._download
        if download is None or not self.is_attached or not self.is_current:
            return
        if download.over:
            self._download = None
            if download.done:
                self.dismiss("fetched")
            elif download.failed is not None:
                failed = download.failed
                self._show("failed", f"{failed.error} {failed.advice}")
            else:  # stopped from elsewhere
                self._show("ask", "The download was stopped.")
            return
        width = self.query_one(".data-dialog").content_size.width - 1
        bar = self.query_one(".data-bar", Static)
        bar.update(data_bar.lines(download.progress, self.data.size, width), layout=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Lines are as long as there is room."""
        body = self.query_one(".data-facts")
        width = (body.content_size.width or 60) - 1  # there may be a scroll bar
        table = data_facts.table(data_facts.rows(self.data), width)
        self.query_one(".data-table", Static).update(table)
        self._heard()

    # --- what one can do ---------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is offered now."""
        if action in {"download", "synthetic", "always", "behind", "leave"}:
            return any(action == offer for offer, _ in _OFFERS[self.phase])
        return super().check_action(action, parameters)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A line was chosen: the same as its key."""
        event.stop()
        await self.run_action(event.option.id or "leave")

    def action_download(self) -> None:
        """Begin, or go on."""
        self._follow(self.datasets.download(self.data))

    def action_always(self) -> None:
        """The same, and from now on without a question."""
        self.datasets.ask_no_more()
        self.action_download()

    def action_synthetic(self) -> None:
        """Synthetic data."""
        self.dismiss("synthetic")

    def action_behind(self) -> None:
        """Close the window; the download goes on."""
        self.dismiss("behind")

    def action_leave(self) -> None:
        """Stop a download; otherwise nothing is chosen."""
        if self.phase == "fetch":
            self._stop()
        else:
            self.dismiss(None)

    @work(exclusive=True)
    async def _stop(self) -> None:
        download = self._download
        if download is None:
            return
        self._download = None
        came = download.progress.done if download.progress is not None else 0
        await self.datasets.stop(self.data.name)
        if download.done:
            self.dismiss("fetched")
            return
        kept = f" {megabytes(came)} are kept: a next try goes on from there." if came else ""
        self._show("ask", f"The download was stopped.{kept}")
