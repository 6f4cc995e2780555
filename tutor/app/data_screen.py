"""The data sets as a screen: what there is, which is used, and having it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.app import data_facts
from tutor.app.data_dialog import DataDialog
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar
from tutor.datasets import shelf
from tutor.datasets.faults import megabytes
from tutor.datasets.registry import BadRegistry, DataSet
from tutor.datasets.shelf import State

if TYPE_CHECKING:
    from tutor.app.data_sets import DataSets, Download
    from tutor.app.main import TutorApp

_TITLE, _STATE = 30, 20  # columns
_ROOMY = 64  # columns from which there is room for sizes


class DataList(OptionList):
    """The list, with keys that say what they do here."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "select", "show", id="data.show"),
        Binding("down,j", "cursor_down", "down", id="data.down", show=False),
        Binding("up,k", "cursor_up", "up", id="data.up", show=False),
    ]


class DataScreen(Screen[None]):
    """Every data set of the registry."""

    AUTO_FOCUS = "DataList"

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("v", "show", "show", id="data.show", show=False),
        Binding("d", "download", "download", id="data.download"),
        Binding("r", "real", "real data", id="data.real"),
        Binding("s", "synthetic", "synthetic data", id="data.synthetic"),
        Binding("escape,q", "dismiss", "back", id="data.close"),
    ]

    HELP = """\
**Data sets.** `[[data.up]]` and `[[data.down]]` choose one, `[[data.show]]` shows what is in it.
`[[data.download]]` downloads it, `[[data.synthetic]]` uses data made by Tutor in its place, and
`[[data.real]]` uses the real one again. It counts from the next run on; what ran with the other
runs again where it is needed. Synthetic data is never shown without saying so.
"""

    def __init__(self) -> None:
        super().__init__()
        self.sets: dict[str, tuple[DataSet, State]] = {}
        self._followed: dict[str, Download] = {}

    @property
    def tutor(self) -> TutorApp:
        """The app."""
        return cast("TutorApp", self.app)

    @property
    def datasets(self) -> DataSets:
        """What the app does about data sets."""
        return self.tutor.datasets

    @property
    def chosen(self) -> DataSet | None:
        """The set that keys speak to."""
        option = self.query_one(DataList).highlighted_option
        found = self.sets.get(option.id or "") if option is not None else None
        return found[0] if found is not None else None

    def compose(self) -> ComposeResult:
        """Bar, list, what is known of the chosen one, keys."""
        yield TopBar()
        yield Static("Data sets", classes="home-title")
        yield DataList(classes="map data-list", markup=False)
        with VerticalScroll(classes="data-about", can_focus=False):
            yield Static("", classes="data-what")
            yield Static("", classes="data-table")
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """Follow what changes: downloads, choices, settings."""
        self.query_one(TopBar).trail = ("Tutor", "Data sets")
        self.datasets.changed.subscribe(self, lambda _: self.read())
        self.tutor.settings_changed.subscribe(self, lambda _: self.read())
        self.read()

    def on_unmount(self) -> None:
        """Downloads go on without this screen."""
        for going in self._followed.values():
            if self._draw in going.listeners:
                going.listeners.remove(self._draw)

    def on_screen_resume(self) -> None:
        """Something may have come since."""
        self.read()

    def on_resize(self) -> None:
        """Lines are as long as there is room."""
        self._draw()

    # --- what it shows -----------------------------------------------------------------------

    def read(self) -> None:
        """Look which sets there are, and which is used of each."""
        try:
            self.sets = {data.name: (data, state) for data, state in self.datasets.states()}
        except BadRegistry as trouble:
            self.sets = {}
            self.query_one(".data-what", Static).update(Content(str(trouble)))
            return
        for name in self.sets:
            going = self.datasets.going(name)
            if going is not None and self._followed.get(name) is not going:
                self._followed[name] = going
                going.listeners.append(self._draw)
        self._draw()

    def _draw(self) -> None:
        if not self.is_attached:
            return
        choices = self.query_one(DataList)
        lines = [(name, self._line(*found)) for name, found in self.sets.items()]
        if [option.id for option in choices.options] == [name for name, _ in lines]:
            for name, line in lines:
                choices.replace_option_prompt(name, line)
        else:
            choices.clear_options()
            choices.add_options(Option(line, id=name) for name, line in lines)
            choices.highlighted = 0 if lines else None
        self._say_about()

    def _line(self, data: DataSet, state: State) -> Content:
        going = self.datasets.going(data.name)
        words, style = data_facts.state(state, asked=self.datasets.may_ask), ""
        if going is not None:
            words, style = data_facts.coming(going.progress), "$accent"
        elif state == "synthetic" or (state == "open" and not self.datasets.may_ask):
            style = "$text-warning"
        elif state == "open":
            style = "$text-muted"
        if self.size.width < _ROOMY:
            return Content.assemble(f"{data.title}  ", (words, style))
        size, title = megabytes(data.size) if data.files else "", f"{data.title:<{_TITLE}} "
        return Content.assemble(title, (f"{words:<{_STATE}}", style), (f" {size}", "$text-muted"))

    def _say_about(self) -> None:
        data = self.chosen
        if data is None:
            return
        self.query_one(".data-what", Static).update(Content(data.what))
        line = self.query_one(".data-table", Static)
        width = (self.query_one(".data-about").content_size.width or self.size.width) - 3
        line.update(data_facts.table([*data_facts.rows(data), ("Loaded by", data.loader)], width))
        self.refresh_bindings()

    def on_option_list_option_highlighted(self) -> None:
        """Another one was chosen."""
        self._say_about()

    # --- what one can do ---------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense for the chosen set."""
        if action in {"download", "real", "synthetic"}:
            return self._offered(action)
        return super().check_action(action, parameters)

    def _offered(self, action: str) -> bool:
        data = self.chosen
        if data is None or not data.files:
            return False
        state, here = self.sets[data.name][1], shelf.is_here(data)
        offers = {
            "download": not here,
            "real": here and state != "real",
            "synthetic": state != "synthetic",
        }
        return offers[action]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter and a click on the chosen one show what is in it."""
        event.stop()
        self.action_show()

    @work(exclusive=True)
    async def action_download(self) -> None:
        """Download it, in the window that lessons open as well."""
        data = self.chosen
        if data is None:
            return
        if self.datasets.offline:
            self.notify("Tutor is offline (--offline, TUTOR_OFFLINE): nothing is downloaded.")
            return
        dialog = DataDialog(data, self.datasets, at_once=True, for_cell=False)
        if await self.app.push_screen_wait(dialog) == "synthetic":
            await self._use(data, "synthetic")
        self.read()

    @work(exclusive=True)
    async def action_real(self) -> None:
        """Use the real data, which is here."""
        if self.chosen is not None:
            await self._use(self.chosen, "real")

    @work(exclusive=True)
    async def action_synthetic(self) -> None:
        """Use synthetic data in its place."""
        if self.chosen is not None:
            await self._use(self.chosen, "synthetic")

    async def _use(self, data: DataSet, kind: shelf.Kind) -> None:
        await self.datasets.use(data.name, kind)
        which = "the real data" if kind == "real" else "synthetic data"
        self.notify(f"From the next run on, lessons use {which} for {data.title}.", markup=False)

    def action_show(self) -> None:
        """What is in it."""
        if self.chosen is not None:
            from tutor.app.data_look import DataLook  # noqa: PLC0415 - seldom needed

            self.app.push_screen(DataLook(self.chosen))
