"""A figure that fills the screen, while its run goes on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from tutor.app.figure import Figure
from tutor.app.figure_model import FigureModel, News
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar


class FigureScreen(Screen[None]):
    """The figure of a cell, as large as the terminal."""

    AUTO_FOCUS = "Figure"

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape,f,q", "back", "back", key_display="esc", id="figure.back"),
        Binding("r", "below('run')", "run", id="figure.run"),
        Binding("ctrl+g", "below('stop')", "stop", id="figure.stop", show=False),
    ]

    HELP = """\
**Full screen.** The run goes on. `[[figure.back]]` goes back to the page, `[[figure.run]]` runs
the cell again, `[[figure.stop]]` stops it.
"""

    def __init__(self, model: FigureModel, label: str = "") -> None:
        super().__init__()
        self.model = model
        self.label = label

    def compose(self) -> ComposeResult:
        """Where one is, the figure, keys."""
        bar = TopBar()
        title = self.model.options.title or self.label
        bar.trail = ("Figure", title) if title else ("Figure",)
        yield bar
        figure = Figure(model=self.model, full=True)
        figure.label = self.label
        yield Static("Nothing is drawn.", classes="figure-nothing")
        yield figure
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """The key bar follows what can be done with the figure."""
        self.model.listeners.append(self._heard)
        self._say_nothing()

    def on_unmount(self) -> None:
        """Nothing more to follow."""
        if self._heard in self.model.listeners:
            self.model.listeners.remove(self._heard)

    def _heard(self, what: News) -> None:
        if what == "runs":
            self.call_later(self.refresh_bindings)
            self._say_nothing()

    def _say_nothing(self) -> None:
        """Say so where nothing is left to draw, rather than show an empty screen."""
        self.query(".figure-nothing").set(display=self.model.is_empty)

    def action_back(self) -> None:
        """Back to the page."""
        self.dismiss()

    async def action_below(self, action: str) -> None:
        """Do something on the page from which this was opened."""
        page = self._page()
        if page is not None:
            await page.run_action(action)

    def _page(self) -> Screen[object] | None:
        stack = self.app.screen_stack
        return stack[stack.index(self) - 1] if self in stack[1:] else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a page that runs cells can run one."""
        if action == "below":
            return hasattr(self._page(), f"action_{parameters[0]}")
        return super().check_action(action, parameters)
