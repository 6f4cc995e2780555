"""How well the graders judge: the scores of the last audit, as a screen."""

from __future__ import annotations

import asyncio

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from tutor.app.prose import PageMarkdown
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar
from tutor.course import score_page
from tutor.course.model import Course
from tutor.course.score_page import Row


class GradersScreen(Screen[None]):
    """What was found when the graders were graded."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape", "dismiss", "back", id="graders.close"),
        Binding("q", "dismiss", "back", id="graders.quit", show=False),
        Binding("down,j", "scroll(1)", "down", id="graders.down", show=False),
        Binding("up,k", "scroll(-1)", "up", id="graders.up", show=False),
        Binding("pagedown,space", "scroll(12)", "page down", id="graders.page_down", show=False),
        Binding("pageup", "scroll(-12)", "page up", id="graders.page_up", show=False),
    ]

    HELP = """\
**How the graders are graded.** Each exercise with what its grader was tried on. `[[graders.close]]`
goes back to the course.
"""

    def __init__(self, course: Course) -> None:
        super().__init__()
        self.course = course
        self.rows: list[Row] = []

    def compose(self) -> ComposeResult:
        """Bar, text, table, text, keys."""
        yield TopBar()
        with VerticalScroll(classes="graders", can_focus=True):
            yield Static("How the graders are graded", classes="home-title")
            yield Static("Reading the scores …", classes="graders-wait")
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """Read beside the event loop: all files of all exercises are looked at."""
        self.query_one(TopBar).trail = ("Tutor", "Graders")
        self.query_one(VerticalScroll).focus()
        self._read()

    @work(exclusive=True)
    async def _read(self) -> None:
        self.rows = rows = await asyncio.to_thread(score_page.rows, self.course)
        body = self.query_one(VerticalScroll)
        await body.query(".graders-wait").remove()
        if not rows:
            await body.mount(PageMarkdown(score_page.UNAUDITED))
            return
        await body.mount(
            PageMarkdown(score_page.INTRODUCTION),
            Static("", classes="graders-table", markup=False),
            PageMarkdown(score_page.below(rows)),
        )
        self._draw_table()

    def on_resize(self, _event: events.Resize) -> None:
        """Columns come and go with the width."""
        self._draw_table()

    def _draw_table(self) -> None:
        for table in self.query(".graders-table").results(Static):
            width = self.query_one(VerticalScroll).size.width - 5  # padding and scroll bar
            table.update(score_page.text_table(self.rows, width))

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
