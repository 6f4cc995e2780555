"""The cases of an exercise, ticking off as they are checked; the failing ones can be opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tutor.app.copying import copy
from tutor.app.exercise_report import OURS, THEIRS, ReportView, printed_widgets
from tutor.engine.verdicts import CaseResult, Verdict

State = Literal["waiting", "running", "passed", "failed", "unplayed"]
_SIGNS: dict[State, tuple[str, str]] = {
    "waiting": ("○", "$foreground-muted"),
    "running": ("◌", "$accent"),
    "passed": ("✓", f"bold {OURS}"),
    "failed": ("✗", f"bold {THEIRS}"),
    "unplayed": ("○", "$foreground-muted"),
}


class CaseLine(Widget):
    """A sign and words; more than one line of them stands behind the sign."""

    def __init__(self) -> None:
        super().__init__(classes="case-line")
        self.sign = Content("")
        self.words = Content("")

    def update(self, sign: Content, words: Content) -> None:
        """Say something else."""
        # Laying out the whole screen takes longer than many a check: only if the height changes.
        width = self.size.width
        before = len(self._lines(width)) if width else 0
        self.sign, self.words = sign, words
        self.refresh(layout=len(self._lines(width)) != before)

    def render(self) -> Content:
        """The words, broken where there is no more room."""
        first, *rest = self._lines(self.size.width)
        hanging = [Content.assemble("  ", line) for line in rest]
        return Content("\n").join([Content.assemble(self.sign, " ", first), *hanging])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words take."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        return self.words.wrap(max(1, width - 2)) or [Content("")]


class CaseRow(Vertical):
    """One case: its sign and title, and below them, when it is open, its report."""

    class Chosen(Message):
        """It was clicked."""

        def __init__(self, row: CaseRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, name: str, title: str) -> None:
        super().__init__(classes="case")
        self.case = name
        self.title = title
        self.state: State = "waiting"
        self.result: CaseResult | None = None
        self.report: ReportView | None = None
        self.feedback = ""
        self.opened = False
        self.chosen = False  # Enter opens it
        self._line = CaseLine()

    def compose(self) -> ComposeResult:
        """One line."""
        yield self._line

    def on_mount(self) -> None:
        """Show where it stands."""
        self.draw()

    @property
    def can_open(self) -> bool:
        """Whether there is more to it than its line."""
        return self.result is not None and bool(self.result.report or self.result.printed)

    def put(self, state: State, result: CaseResult | None = None) -> None:
        """Another state; a report of an earlier check is closed."""
        self.close()
        self.state, self.result, self.feedback = state, result, ""
        self.draw()

    def draw(self) -> None:
        """The line: a sign, the title, and whether there is more to see."""
        muted = "$foreground-muted" if self.state in ("waiting", "unplayed") else ""
        line = _styled(self.title, muted)
        if self.state == "unplayed":
            line = Content.assemble(line, ("  not played", "$foreground-muted"))
        elif self.can_open and not self.opened:
            what = "why" if self.result is not None and self.result.report else "printed"
            key = "enter: " if self.chosen else ""
            line = Content.assemble(line, (f"  ▸ {key}{what}", "$foreground-muted"))
        self._line.update(Content.styled(*_SIGNS[self.state]), line)

    async def open(self) -> None:
        """Show the report, or what a case that passed has printed."""
        if self.opened or not self.can_open or self.result is None:
            return
        self.opened = True
        if self.result.report is not None:
            self.report = ReportView(
                self.result.report, printed=self.result.printed, feedback=self.feedback
            )
            await self.mount(self.report)
        else:
            printed = printed_widgets(self.result.printed)
            await self.mount(Vertical(*printed, classes="report"))
        self.draw()

    def close(self) -> None:
        """Only the line."""
        if self.opened:
            self.opened, self.report = False, None
            self.query(".report").remove()
            self.draw()

    async def add_feedback(self, markdown: str) -> None:
        """Words of the diagnosis, under the report."""
        self.feedback = markdown
        if self.report is not None:
            await self.report.add_feedback(markdown)

    def on_click(self, event: events.Click) -> None:
        """Open or close; a click in the report itself does nothing."""
        if event.widget is not None and event.widget.has_class("case-line"):
            self.post_message(self.Chosen(self))


class CaseList(Vertical, can_focus=True):
    """All cases. With the focus, the arrow keys choose one and Enter opens it."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("up", "move(-1)", "case above", id="cases.up", show=False),
        Binding("down", "move(1)", "case below", id="cases.down", show=False),
        Binding("enter", "turn", "open", id="cases.open", show=False),
        Binding("x", "whole", "show all", id="cases.whole", show=False),
        Binding("y", "copy_call", "copy the call", id="cases.copy", show=False),
    ]

    HELP = """\
**The cases.** ✓ passed, ✗ failed, ○ not played yet. `[[cases.up]]` and `[[cases.down]]` choose
one, `[[cases.open]]` opens its report; so does a click. `[[cases.whole]]` shows what did not fit
on the screen; `[[cases.copy]]` copies the call, ready to be pasted below your code.
"""

    class Opened(Message):
        """The learner opened a report."""

        def __init__(self, row: CaseRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self) -> None:
        super().__init__(classes="cases")
        self.rows: list[CaseRow] = []
        self.index = 0

    # --- a check ---------------------------------------------------------------------------------

    async def put(self, cases: Sequence[tuple[str, str]]) -> None:
        """These cases, none of them played yet; rows that are there already are used again."""
        if [(row.case, row.title) for row in self.rows] == list(cases):
            for row in self.rows:
                row.put("waiting")
        else:
            await self.remove_children()
            self.rows = [CaseRow(name, title) for name, title in cases]
            await self.mount(*self.rows)
        self.index = 0
        self._mark()

    def run_next(self) -> None:
        """Say of the first case that waits that it is being played."""
        for row in self.rows:
            if row.state == "waiting":
                row.put("running")
                return

    def take(self, result: CaseResult) -> CaseRow | None:
        """What came of a case; its row, None for a case that isn't listed."""
        row = next((row for row in self.rows if row.case == result.name), None)
        if row is not None:
            row.put("passed" if result.passed else "failed", result)
        return row

    async def show(self, verdict: Verdict) -> None:
        """All of a verdict, as it is or as it once was."""
        titles = [(case.name, case.title) for case in verdict.cases]
        unplayed = [(f"unplayed {n}", title) for n, title in enumerate(verdict.unplayed)]
        known = [(row.case, row.title) for row in self.rows]
        if [title for _, title in known] != [title for _, title in titles + unplayed]:
            await self.put(titles + unplayed)
        for result in verdict.cases:
            row = next((row for row in self.rows if row.case == result.name), None)
            if row is not None and row.result != result:
                self.take(result)
        for row in self.rows:
            if row.state in ("waiting", "running"):
                row.put("unplayed")
        failing = self.first_failing
        if failing is not None:
            await self.open(failing)

    def settle(self) -> None:
        """A check ended without a verdict: what it did not come to is simply not played."""
        for row in self.rows:
            if row.state in ("waiting", "running"):
                row.put("unplayed")

    # --- choosing --------------------------------------------------------------------------------

    @property
    def first_failing(self) -> CaseRow | None:
        """The first case that failed."""
        return next((row for row in self.rows if row.state == "failed"), None)

    @property
    def opened(self) -> Iterable[CaseRow]:
        """The rows whose reports are open."""
        return (row for row in self.rows if row.opened)

    async def open(self, row: CaseRow) -> None:
        """Open one case and choose it; the others are closed."""
        for other in list(self.opened):
            if other is not row:
                other.close()
        await row.open()
        self.index = self.rows.index(row)
        self._mark()

    def action_move(self, step: int) -> None:
        """Choose the next case; at the ends the key scrolls as it does elsewhere."""
        index = self.index + step
        if not 0 <= index < len(self.rows):
            raise SkipAction
        self.index = index
        self._mark()
        self.rows[index].query_one(CaseLine).scroll_visible(animate=False)

    async def action_turn(self) -> None:
        """Open the chosen case, or close it."""
        if self.index < len(self.rows):
            await self._turn(self.rows[self.index])

    async def action_whole(self) -> None:
        """Show all of the open report, or only what fits."""
        report = next((row.report for row in self.opened if row.report is not None), None)
        if report is None or not report.can_turn:
            raise SkipAction
        await report.turn()

    def action_copy_call(self) -> None:
        """Copy the call of the open report as Python; without one the key copies the page."""
        found = (row.report.report.paste for row in self.opened if row.report is not None)
        call = next(found, "")
        if not call:
            raise SkipAction
        copy(self.app, call)

    async def on_case_row_chosen(self, event: CaseRow.Chosen) -> None:
        """A click."""
        event.stop()
        self.focus(scroll_visible=False)
        await self._turn(event.row)

    async def _turn(self, row: CaseRow) -> None:
        if row.opened or not row.can_open:
            row.close()
            self.index = self.rows.index(row)
            self._mark()
        else:
            await self.open(row)
            self.post_message(self.Opened(row))

    def on_focus(self) -> None:
        """The keys are ours now."""
        self._mark()

    def on_blur(self) -> None:
        """They no longer are."""
        self._mark()

    def _mark(self) -> None:
        for index, row in enumerate(self.rows):
            chosen = index == self.index and self.has_focus
            row.set_class(index == self.index, "-chosen")
            if row.chosen != chosen:
                row.chosen = chosen
                row.draw()


def _styled(text: str, style: str) -> Content:
    return Content.styled(text, style) if style else Content(text)
