"""What came of a check: a headline, what is wrong with the file as a whole, or the cases."""

from __future__ import annotations

import time

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tutor.app import keys
from tutor.app.exercise_cases import CaseList
from tutor.app.exercise_report import (
    OURS,
    THEIRS,
    Fold,
    ReportView,
    feedback_widget,
    plain_report,
)
from tutor.app.scrolling import pane_of
from tutor.engine import protocol
from tutor.engine.verdicts import CaseResult, Report, Verdict

_OLD = "Of your last check; the code has changed since."


class Results(VerticalScroll):
    """Draws the events of a check. It decides nothing and keeps nothing."""

    DELAY = 1.0  # seconds before the time of a check is counted for the learner to see

    def __init__(self) -> None:
        super().__init__(classes="exercise-results", can_focus=False)
        self.verdict: Verdict | None = None
        self.old = False
        self.fault: ReportView | None = None
        self.cases = CaseList()
        self._headline = Static("", classes="exercise-headline")
        self._said = Content("")  # by the headline
        self._old_line = Static(_OLD, classes="exercise-old", markup=False)
        self._notes = Vertical(classes="exercise-notes")
        self._convention = Vertical(classes="exercise-convention")
        self._listed: list[tuple[str, str]] = []
        self._began: float | None = None
        self._waits_for = ""  # while it is paused: what goes first
        self._left_at: float | None = None  # how far a check has scrolled
        self._brought: Widget | None = None  # what it has scrolled to
        self._revealing = False  # soon

    def compose(self) -> ComposeResult:
        """From the whole to its parts."""
        yield self._headline
        yield self._old_line
        yield self._notes
        yield self._convention
        yield self.cases

    def on_mount(self) -> None:
        """Nothing has been checked yet."""
        self._old_line.display = self._notes.display = self._convention.display = False
        words = keys.fill(self, "○ Not checked yet: [[exercise.check]] checks your code.")
        self.headline(Content(words))
        self.set_interval(0.25, self._tick)

    @property
    def checking(self) -> bool:
        """Whether a check is going on."""
        return self._began is not None

    def headline(self, text: Content) -> None:
        """The one line that says how it stands."""
        # Laying out the whole screen takes longer than many a check: only if it breaks lines.
        room = self._headline.content_size.width
        fits = max(text.cell_length, self._said.cell_length) <= room
        self._said = text
        self._headline.update(text, layout=not fits)

    # --- a check ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """A check starts. What the last one said stays, dimmed, until there is news."""
        self._began, self._left_at, self._brought = time.monotonic(), None, None
        self._waits_for = ""
        self.headline(Content.assemble(("◌ ", "$accent"), "Checking …"))
        self.mark_old(False)
        self.add_class("-checking")

    def _tick(self) -> None:
        if self._began is not None and self._waits_for:
            self.headline(Content(f"‖ Paused: {self._waits_for} runs first."))
        elif self._began is not None and time.monotonic() - self._began >= self.DELAY:
            elapsed = time.monotonic() - self._began
            spin = "◐◓◑◒"[int(elapsed * 4) % 4]
            words = f"Checking … {elapsed:.0f} s; [[lesson.escape]] stops it."
            words = keys.fill(self, words)
            self.headline(Content.assemble((f"{spin} ", "$accent"), words))

    async def apply(self, event: protocol.AnyEvent) -> None:
        """Draw one event."""
        match event:
            case protocol.Listed(cases=cases):
                self._listed = [(name, title) for name, title in cases]
                await self._clear()
                await self.cases.put(self._listed)
                self.cases.run_next()
                self.call_after_refresh(self._remember_scroll)  # a learner who scrolls now, stays
            case protocol.Checked(result=result):
                await self._take(result)
            case protocol.Judged(verdict=verdict):
                await self.show(verdict)
            case protocol.Paused(by=by):
                self._waits_for = by
                self._tick()
            case protocol.Resumed():
                self._waits_for = ""
                self.headline(Content.assemble(("◌ ", "$accent"), "Checking …"))
            case _:
                pass

    async def _take(self, result: CaseResult) -> None:
        row = self.cases.take(result)
        if row is not None and row is self.cases.first_failing:
            await self.cases.open(row)
            self.bring(row)
        self.cases.run_next()

    async def show(self, verdict: Verdict, *, old: bool = False) -> None:
        """A verdict: the one that has just come, or (`old`) one of other code."""
        self._began = None
        self.verdict = verdict
        await self._clear()
        offer = keys.fill(self, "[[exercise.solution]] shows the reference")
        self.headline(headline(verdict, offer))
        await self._note(verdict)
        self.cases.display = verdict.fault is None
        if verdict.fault is not None:
            self.fault = ReportView(verdict.fault, printed=verdict.printed)
            await self.mount(self.fault)
            self.bring(self.fault)
        else:
            await self.cases.show(verdict)
            self.bring(self.cases.first_failing or self.cases)
        self.mark_old(old)

    def stopped(self, why: str) -> None:
        """The check ended without a verdict."""
        self._began = None
        self.verdict = None
        self.remove_class("-checking")
        self.cases.settle()
        self.headline(Content(f"■ {why}"))

    def mark_old(self, old: bool) -> None:
        """Say so where a verdict is of other code than what stands there now."""
        self.old = old and self.verdict is not None and not self.checking
        self.set_class(self.old, "-old")
        self._old_line.display = self.old

    async def add_feedback(self, markdown: str) -> None:
        """The words of the diagnosis, under the first failing case."""
        row = self.cases.first_failing
        if row is not None:
            await row.add_feedback(markdown)
            self.bring(row)

    async def show_convention(self, markdown: str) -> None:
        """The words on the convention that a right solution goes by; "" if there are none."""
        if markdown or self._convention.children:
            await self._convention.remove_children()
        if markdown:
            await self._convention.mount(feedback_widget(markdown))
        self._convention.display = bool(markdown)

    async def _clear(self) -> None:
        self.remove_class("-checking")
        self._convention.display = False
        if self.fault is not None:
            await self.fault.remove()
            self.fault = None
        self.cases.display = True

    async def _note(self, verdict: Verdict) -> None:
        """What is worth saying, though it fails nobody."""
        widgets: list[Widget] = [Static(f"· {note}", markup=False) for note in verdict.notes]
        if verdict.passed and verdict.slowness is not None:
            text = f"· Right, and {verdict.slowness:.0f} times as slow as the reference."
            widgets.append(Static(text, markup=False))
        if verdict.printed.strip() and verdict.fault is None:
            widgets.append(Fold("printed while your file was loaded", verdict.printed.rstrip("\n")))
        if widgets or self._notes.children:
            await self._notes.remove_children()
            await self._notes.mount(*widgets)
        self._notes.display = bool(widgets)

    # --- scrolling -------------------------------------------------------------------------------

    def on_case_list_opened(self, event: CaseList.Opened) -> None:
        """Show what was opened, as far as there is room."""
        self._show(event.row)

    def bring(self, widget: Widget) -> None:
        """Scroll to what a check gives; a learner who has scrolled away since stays there."""
        pane = pane_of(self.cases)
        if pane is None or self._left_at in (None, pane.scroll_y):
            self._show(widget)

    def _show(self, widget: Widget) -> None:
        # Once for each refresh: until the next one nobody knows where scrolling has put things.
        pending, self._brought = self._revealing, widget
        self._revealing = True
        if not pending:
            self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        self._revealing = False
        pane, widget = pane_of(self.cases), self._brought
        if pane is None or widget is None or not widget.is_attached:
            return
        # Not `scroll_visible`, which lands a line off where containers have margins.
        seen, top = pane.scrollable_content_region, self._headline.region.y
        if widget.region.bottom - top > seen.height:
            top = widget.region.y if widget is not self.cases else top
        if top < seen.y or widget.region.bottom > seen.bottom:
            down = min(top - seen.y, widget.region.bottom - seen.bottom)
            down = down if down > 0 else top - seen.y
            pane.scroll_relative(y=down, animate=False, immediate=True)
        self._remember_scroll()

    def _remember_scroll(self) -> None:
        pane = pane_of(self.cases)
        self._left_at = pane.scroll_y if pane is not None else None

    @property
    def text(self) -> str:
        """The verdict as plain text; empty if there is none."""
        return "" if self.verdict is None else plain_verdict(self.verdict)


def first_report(verdict: Verdict) -> Report | None:
    """The report that a verdict begins with: of the file as a whole, or of the first failure."""
    if verdict.fault is not None:
        return verdict.fault
    failure = verdict.first_failure
    return failure.report if failure is not None else None


def headline(verdict: Verdict, offer: str = "") -> Content:
    """How a check ended, in a line; `offer` says what can be done once it was passed."""
    total = len(verdict.cases) + len(verdict.unplayed)
    right = sum(case.passed for case in verdict.cases)
    if verdict.passed:
        passed = ("✓ Passed", f"bold {OURS}")
        rest = f": {right} of {total}, {_time(verdict.seconds)}."
        return Content.assemble(passed, rest, f"  {offer}" if offer else "")
    sign = ("✗ ", f"bold {THEIRS}")
    if verdict.fault is not None:
        if verdict.fault.kind == "grader":
            return Content.assemble(sign, "This exercise is broken, not your code.")
        if verdict.fault.kind == "unwritten":
            return Content.assemble(("○ ", "$accent"), "Nothing is written yet.")
        return Content.assemble(sign, "Your file can't be checked yet.")
    return Content.assemble(sign, f"{right} of {total} passed, {_time(verdict.seconds)}.")


def plain_verdict(verdict: Verdict) -> str:
    """A verdict as plain text, for a page that is saved."""
    parts = [headline(verdict).plain]
    if verdict.fault is not None:
        parts.append(plain_report(verdict.fault, verdict.printed))
    for case in verdict.cases:
        parts.append(f"{'✓' if case.passed else '✗'} {case.title}")
        if case.report is not None:
            lines = plain_report(case.report, case.printed).splitlines()
            parts.append("\n".join(f"    {line}".rstrip() for line in lines))
    parts += [f"○ {title} (not played)" for title in verdict.unplayed]
    return "\n".join(parts)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"
