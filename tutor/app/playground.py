"""The screen of the playground, and what a lesson's screen does with one on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from tutor.app.playground_view import PlaygroundView
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar

if TYPE_CHECKING:
    from tutor.course.model import Playground


class PlaygroundScreen(Screen[None]):
    """Race optimizers, apart from any lesson."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape", "leave", "back", key_display="esc", id="playground.leave"),
        Binding("q", "dismiss", "back", id="playground.quit", show=False),
        Binding("r", "race", "race", id="playground.race", show=False),
        Binding("pagedown", "scroll(1)", "page down", id="playground.pagedown", show=False),
        Binding("pageup", "scroll(-1)", "page up", id="playground.pageup", show=False),
    ]

    def __init__(self, playground: Playground | None = None) -> None:
        super().__init__()
        self.playground = playground

    def compose(self) -> ComposeResult:
        """Bar, playground, keys."""
        yield TopBar()
        yield PlaygroundView(self.playground, at_once=True)
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """Say where one is."""
        self.query_one(TopBar).trail = ("Tutor", "Playground")

    @property
    def view(self) -> PlaygroundView:
        """The playground."""
        return self.query_one(PlaygroundView)

    def action_race(self) -> None:
        """Race, wherever the focus is."""
        self.view.race()

    def action_scroll(self, pages: int) -> None:
        """Scroll what came of the race, where code or table are longer than the screen."""
        result = self.query_one(".playground-result")
        result.scroll_relative(y=pages * max(1, result.size.height - 2), animate=False)

    async def action_leave(self) -> None:
        """Stop a race; where none runs, go back."""
        if self.view.racing:
            await self.view.action_stop()
        else:
            self.dismiss()
