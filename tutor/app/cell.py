"""A cell on the screen: knobs, code, curve, output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tutor.app.code import CodeView
from tutor.app.knobs import KnobField
from tutor.app.output import Output, ProgressLine
from tutor.app.plot import PlotView
from tutor.app.scrolling import pane_of
from tutor.course import knobs
from tutor.course.model import Cell
from tutor.engine import library, protocol

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from tutor.app.editor import Editor


class RunLabel(Static):
    """What a click on it does: run the cell, or stop it."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """It was clicked."""

    def on_click(self) -> None:
        """Tell the cell."""
        self.post_message(self.Pressed())


class CellView(Vertical):
    """One cell. It draws what a run sends; the screen decides what runs and when."""

    HELP = """\
**A cell.** `r` runs it, `escape` stops it, `e` edits it (`u` goes back to the lesson's own
code). Fields above the code are knobs: `tab` reaches them. Cells that this one needs are run
first by themselves. Where it uses code that you can write (`tutor.mine`), `m` switches between
yours and the reference.
"""

    class RunWanted(Message):
        """The learner asks for a run."""

        def __init__(self, view: CellView) -> None:
            super().__init__()
            self.view = view

    class StopWanted(Message):
        """The learner asks for a stop."""

    class Edited(Message):
        """The learner changed the code; `source` is None when it is the lesson's own again."""

        def __init__(self, view: CellView, source: str | None) -> None:
            super().__init__()
            self.view = view
            self.source = source

    def __init__(self, cell: Cell, source: str | None = None, *, revised: bool = False) -> None:
        """`revised` says that the lesson's own code has changed since the learner edited it."""
        super().__init__()
        self.cell = cell
        self.revised = revised
        self.source = cell.source if source is None else source
        self.running = False
        self.outcome = ""  # of the last run: "done", "raised", "stopped", "died"
        self.status = ""  # the line under the output
        self._left_at: float | None = None  # how far a run has scrolled
        self._ran_as: tuple[str, ...] = ()  # code and knobs of the last run
        self.unfolded = not cell.hidden
        self.device = ""
        self._editor: Editor | None = None

    # --- what it is made of ------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Knobs and run on top, then code, how far it is, and what came of it."""
        with Horizontal(classes="cell-bar"):
            yield Static(self._caption(), classes="cell-caption", markup=False)
            yield RunLabel("▶ run", classes="run")
        for knob in self.cell.knobs:
            yield KnobField(knob)
        yield Static("", classes="knob-error", markup=False)
        yield CodeView(self._code_shown(), classes="code")
        yield ProgressLine(self.cell.seconds)
        yield Output(classes="output")
        yield Static("", classes="cell-status", markup=False)

    def on_mount(self) -> None:
        """Only what has something to say is shown."""
        self.query_one(".knob-error").display = False
        self.query_one(ProgressLine).display = False
        self.query_one(Output).display = False
        self.query_one(".cell-status").display = False
        self._follow_code()
        self.set_interval(0.25, self.query_one(ProgressLine).tick)

    def _caption(self) -> str:
        if not self.edited:
            return self.cell.id
        if self.revised:
            return f"{self.cell.id} · edited; the lesson's own code has changed: u takes it"
        return f"{self.cell.id} · edited: u goes back"

    def _code_shown(self) -> str:
        if self.unfolded:
            return self.source
        lines = len(self.source.splitlines())
        return f"# {lines} lines folded away: c shows them"

    @property
    def edited(self) -> bool:
        """Whether the code is no longer the lesson's own."""
        return self.source != self.cell.source

    @property
    def output(self) -> Output:
        """The outputs of the last run."""
        return self.query_one(Output)

    @property
    def plot(self) -> PlotView | None:
        """The curve, once there is one."""
        found = self.query(PlotView)
        return found.first() if found else None

    @property
    def editor(self) -> Editor | None:
        """The editor, while the learner edits."""
        return self._editor

    # --- editing -----------------------------------------------------------------------------

    async def edit(self) -> None:
        """Put the editor in the place of the code."""
        if self.editor is None:
            self.unfolded = True
            from tutor.app.editor import Editor  # noqa: PLC0415  (see there)

            self._editor = Editor(self.source)
            await self.mount(self._editor, after=self.query_one(CodeView))
            self.query_one(CodeView).display = False
        if self.editor is not None:
            self.editor.focus()

    async def leave_editor(self) -> None:
        """Show the code as text again."""
        if self._editor is not None:
            await self._editor.remove()
            self._editor = None
        self._show_code()

    async def set_source(self, source: str) -> None:
        """Take other code, as when it is reset."""
        self.source = source
        if self.editor is not None:
            self.editor.load_text(source)
        self._show_code()
        self._follow_code()
        self._mark_version()

    def unfold(self) -> None:
        """Show code that the lesson folds away, or fold it again."""
        self.unfolded = not self.unfolded
        self._show_code()

    def _show_code(self, bad_line: int | None = None) -> None:
        view = self.query_one(CodeView)
        view.show(self._code_shown(), bad_line if self.unfolded else None)
        view.display = self.editor is None
        for caption in self.query(".cell-caption").results(Static):
            caption.update(self._caption())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the screen, which keeps the text."""
        event.stop()
        self.source = event.text_area.text
        self._follow_code()
        self._mark_version()
        self.post_message(self.Edited(self, self.source if self.edited else None))

    # --- knobs and buttons -------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """A knob was turned."""
        event.stop()
        self._mark_version()

    @property
    def _version(self) -> tuple[str, ...]:
        return self.source, *(field.input.value for field in self.query(KnobField))

    def _mark_version(self) -> None:
        """Say so where what is shown came from other code or other knobs."""
        if self._ran_as and not self.running:
            other = "" if self._version == self._ran_as else " · from another version: r runs this"
            self.query_one(".cell-status", Static).update(self.status + other)

    def _follow_code(self) -> None:
        for field in self.query(KnobField):
            field.follow(self.source)

    def knob_values(self) -> dict[str, float | int | str | bool] | None:
        """The values chosen, or None (and a sentence on the screen) if one isn't possible."""
        values = {}
        complaint = self.query_one(".knob-error", Static)
        complaint.display = False
        for field in self.query(KnobField):
            try:
                values[field.knob.name] = field.value()
            except knobs.KnobError as error:
                complaint.update(str(error))
                complaint.display = True
                field.input.focus()
                return None
        return values

    def on_knob_field_submitted(self, event: KnobField.Submitted) -> None:
        """Enter in a knob runs the cell."""
        event.stop()
        self.post_message(self.RunWanted(self))

    def on_run_label_pressed(self, event: RunLabel.Pressed) -> None:
        """A click runs or stops."""
        event.stop()
        self.post_message(self.StopWanted() if self.running else self.RunWanted(self))

    # --- a run -------------------------------------------------------------------------------

    async def begin(self) -> None:
        """A run starts: forget the last one."""
        self.running, self._left_at = True, None
        self._ran_as = self._version
        self._show_code()
        await self.output.clear()
        self.output.display = False
        if self.plot is not None:
            self.plot.clear()
            self.plot.display = False
        self.query_one(ProgressLine).begin("running")
        self.query_one(RunLabel).update("■ stop")
        self._status("running …")

    async def apply(self, event: protocol.AnyEvent) -> None:
        """Draw one event."""
        match event:
            case protocol.Started():
                self.device = event.device or self.device
                label = f"first: {event.cell}" if event.needed else "running"
                self.query_one(ProgressLine).relabel(label)
            case protocol.Points():
                (await self._plot()).add_points(event)
            case protocol.Curve():
                (await self._plot()).set_curve(event)
            case protocol.Progress():
                self.query_one(ProgressLine).note(event)
            case protocol.Finished():
                if not event.needed:
                    self._finish(event)
            case _:
                self._add_output(event)

    def _add_output(self, event: protocol.AnyEvent) -> None:
        self.output.display = True
        match event:
            case protocol.Using():
                self.output.set_uses(library.whose(event.uses), event.notes)
            case protocol.Text():
                self.output.add_text(event.text, event.stream)
            case protocol.Value():
                self.output.add_value(event.text)
            case protocol.Table():
                self.output.add_table(event)
            case protocol.Raised():
                self.output.add_error(event)
                if event.cell == self.cell.id:
                    self._show_code(event.line)
            case protocol.Died():
                self.output.add_error(event)
            case protocol.DataNeeded():
                self.output.add_note(f"This cell needs the data set “{event.name}”.")
            case _:  # pragma: no cover - every event has its case
                pass

    async def _plot(self) -> PlotView:
        """The curve's widget, made when the first point arrives: pages without one open faster."""
        plot = self.plot
        if plot is None:
            plot = PlotView()
            plot.set_options(self.cell.plot)
            plot.display = False
            await self.mount(plot, before=self.query_one(Output))
        if not plot.display:
            plot.display = True
            self._bring(plot)
        return plot

    def _bring(self, widget: Widget) -> None:
        """Scroll to what comes of a run; a learner who has scrolled away since stays there."""
        pane = pane_of(self)
        if pane is None or self._left_at in (None, pane.scroll_y):
            self.call_after_refresh(self._reveal, widget)

    def _reveal(self, widget: Widget) -> None:
        widget.scroll_visible(animate=False)
        self.call_after_refresh(self._remember_scroll)

    def _remember_scroll(self) -> None:
        pane = pane_of(self)
        self._left_at = pane.scroll_y if pane is not None else None

    def _finish(self, event: protocol.Finished) -> None:
        self.running = False
        self.outcome = event.outcome
        self.query_one(ProgressLine).end()
        self.query_one(RunLabel).update("▶ run")
        if self.plot is not None:
            self.plot.finish()
        self._status(_summary(event))
        self._bring(self.query_one(".cell-status"))
        for caption in self.query(".cell-caption").results(Static):
            caption.update(self._caption())

    def _status(self, text: str) -> None:
        self.status = text
        status = self.query_one(".cell-status", Static)
        status.update(text)
        status.display = True

    def reset_knobs(self) -> None:
        """All knobs back to the values in the lesson."""
        for field in self.query(KnobField):
            field.reset()


_OUTCOMES = {
    "done": "✓ done",
    "raised": "✗ stopped by an error",
    "stopped": "■ stopped; what it had made so far is kept",
    "died": "✗ the process ended",
}


def _summary(event: protocol.Finished) -> str:
    """How a run ended, how long it took, and how fast it was."""
    parts = [_OUTCOMES[event.outcome], _time(event.seconds)]
    if event.steps and event.seconds > 0:
        parts.append(f"{event.steps / event.seconds:,.0f} steps/s".replace(",", " "))
    return " · ".join(parts)


def _time(seconds: float) -> str:
    if seconds < 0.1:
        return f"{max(1, round(seconds * 1000))} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"
