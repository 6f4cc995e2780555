"""What is in a data set, on a screen of its own: images, or a table and a scatter."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from tutor.app.cell_parts import UsedData
from tutor.app.figure import Figure
from tutor.app.output import Output
from tutor.app.statusbar import TOO_SMALL, KeyBar, TopBar
from tutor.course.model import Cell, Lesson, Page
from tutor.engine import protocol

if TYPE_CHECKING:
    from tutor.app.main import TutorApp
    from tutor.datasets.registry import DataSet
    from tutor.engine import Session

CELL = "look"
_CODE = "from tutor.kit.looking import look\n\nlook({name!r}, {column})\n"


class DataLook(Screen[None]):
    """Looks at a data set as lessons get it now, in a process of its own."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("right,l", "column(1)", "next column", id="data.next"),
        Binding("left,h", "column(-1)", "column before", id="data.before", show=False),
        Binding("down,j", "scroll(1)", "down", id="data.down", show=False),
        Binding("up,k", "scroll(-1)", "up", id="data.up", show=False),
        Binding("pagedown,space", "scroll(12)", "page down", id="data.page_down", show=False),
        Binding("pageup", "scroll(-12)", "page up", id="data.page_up", show=False),
        Binding("escape,q", "dismiss", "back", id="data.close"),
    ]

    HELP = """\
**A look at the data**, as lessons get them now. `[[data.next]]` and `[[data.before]]` choose the
column that is drawn. In a terminal, `tutor data show` prints the same.
"""

    def __init__(self, data: DataSet) -> None:
        super().__init__()
        self.data = data
        self.column = 0
        self.busy = False
        self._again = False  # another column was chosen meanwhile
        self._session: Session | None = None

    def compose(self) -> ComposeResult:
        """Bar, what there is to see, keys."""
        yield TopBar()
        with VerticalScroll(classes="data-look", can_focus=False):
            yield Static("Looking …", classes="figure-nothing", markup=False)
            yield Output(classes="output")
        yield KeyBar()
        yield Static(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        """Begin to look."""
        self.query_one(TopBar).trail = ("Data sets", self.data.title)
        self._look()

    async def on_unmount(self) -> None:
        """Let the runner go."""
        if self._session is not None:
            await self._session.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Images have no columns."""
        if action == "column":
            return not self.data.classes
        return super().check_action(action, parameters)

    def action_column(self, step: int) -> None:
        """Draw the label over another column."""
        self.column += step
        if self.busy:
            self._again = True
        else:
            self._look()

    def action_scroll(self, lines: int) -> None:
        """Scroll what there is to see."""
        self.query_one(".data-look").scroll_relative(y=lines, animate=False)

    # --- looking -----------------------------------------------------------------------------

    @work
    async def _look(self) -> None:
        self.busy = True
        try:
            await self._once()
            while self._again and self.is_attached:
                self._again = False
                await self._once()
        finally:
            self.busy = False

    async def _once(self) -> None:
        session = self._opened()
        session.edit(CELL, _CODE.format(name=self.data.name, column=self.column))
        used, events = UsedData(), []
        async for event in session.run(CELL):
            if isinstance(event, protocol.DataUsed):
                used.take(event)
            events.append(event)
        if self.is_attached:
            await self._draw(used, events)

    def _opened(self) -> Session:
        if self._session is None:
            app = cast("TutorApp", self.app)
            cell = Cell(id=CELL, source="", line=1)
            page = Page("Data", (), (cell,), 1)
            path = app.course.root / "data" / "lesson.md"
            lesson = Lesson("data", "data", self.data.title, path, "en", "", (page,))
            self._session = app.engine.open(lesson)
        return self._session

    async def _draw(self, used: UsedData, events: list[protocol.AnyEvent]) -> None:
        """In the place of what was drawn before, all at once: nothing flickers."""
        body = self.query_one(".data-look", VerticalScroll)
        output = self.query_one(Output)
        with self.app.batch_update():
            await output.clear()
            await body.query(Figure).remove()
            body.query(".figure-nothing").set(display=False)
            figure = Figure()
            figure.label = self.data.name
            figure.begin({}, "")
            for event in events:
                output.take(used.marked(event))
                if isinstance(event, protocol.DataUsed):
                    figure.use(event)
                await figure.take(event)
                if isinstance(event, protocol.Finished):
                    figure.finish(event)
            if not figure.is_empty:
                await body.mount(figure)
