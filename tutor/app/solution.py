"""The learner's code and the reference, side by side."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tutor.app.code import CodeView
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar
from tutor.course.model import Exercise


class SolutionScreen(Screen[None]):
    """Two columns that scroll together; one below the other where there is no room for two."""

    AUTO_FOCUS = ""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape", "dismiss", "back", key_display="esc", id="solution.close"),
        Binding("v,q", "dismiss", "back", id="solution.close_too", show=False),
        Binding("down,j", "scroll(2)", "scroll down", id="solution.down", show=False),
        Binding("up,k", "scroll(-2)", "scroll up", id="solution.up", show=False),
        Binding(
            "pagedown,space", "scroll_page(1)", "page down", id="solution.pagedown", show=False
        ),
        Binding("pageup", "scroll_page(-1)", "page up", id="solution.pageup", show=False),
    ]

    HELP = """\
**Yours and the reference, side by side.** Both are right; ask yourself which you would rather
read in a year. `[[solution.close]]` goes back.
"""

    def __init__(self, exercise: Exercise, code: str) -> None:
        """`code` is the learner's, as it passed."""
        super().__init__()
        self.exercise = exercise
        self.code = code

    def compose(self) -> ComposeResult:
        """Bar, the two, keys."""
        yield TopBar()
        with VerticalScroll(classes="solutions", can_focus=False), Horizontal(classes="columns"):
            yield from _column("Yours", self.code)
            yield from _column("The reference", self.exercise.reference)
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """Say whose code this is."""
        self.query_one(TopBar).trail = (self.exercise.title, "yours and the reference")

    def action_scroll(self, lines: int) -> None:
        """Scroll both."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, direction: int) -> None:
        """Scroll both by a screen."""
        pane = self.query_one(VerticalScroll)
        pane.scroll_relative(y=direction * (pane.size.height - 2), animate=False)


def _column(heading: str, code: str) -> ComposeResult:
    with Vertical(classes="column"):
        yield Static(Content(heading), classes="column-title")
        yield CodeView(code.rstrip("\n"), classes="code")
