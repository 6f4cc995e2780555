"""A cell on the screen: code, knobs, figure, output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tutor.app import keys
from tutor.app.cell_parts import HELP, RunLabel, UsedData, behind_name, budget, summary
from tutor.app.code import CodeView
from tutor.app.knob_panel import KnobPanel
from tutor.app.output import Output, ProgressLine
from tutor.app.remaining import Expected
from tutor.app.scrolling import Follower, show_from
from tutor.course.knobs import Value
from tutor.course.model import Cell
from tutor.engine import protocol

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widgets import TextArea

    from tutor.app.editor import Editor
    from tutor.app.figure import Figure


class CellView(Vertical):
    """One cell. It draws what a run sends; the screen decides what runs and when."""

    HELP = HELP

    class RunWanted(Message):
        """The learner asks for a run."""

        def __init__(self, view: CellView) -> None:
            super().__init__()
            self.view = view

    class KnobTurned(Message):
        """A knob has another value now."""

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

    def __init__(
        self,
        cell: Cell,
        source: str | None = None,
        *,
        revised: bool = False,
        turned: Mapping[str, object] | None = None,
    ) -> None:
        """`revised`: the lesson's own code has changed since the learner edited it.

        `turned`: values of knobs from an earlier day.
        """
        super().__init__()
        self.cell = cell
        self.knobs = KnobPanel(cell.knobs)
        self.output = Output(classes="output")  # of the last run
        self._progress = ProgressLine()
        self._run_label = RunLabel("▶ run", classes="run")
        self._status_line = Static("", classes="cell-status", markup=False)
        self.figure: Figure | None = None  # once something is drawn
        self.budgets: Mapping[str, float] = {}  # seconds of the lesson's cells, as it says
        self.settling: Timer | None = None  # until the values of its knobs are kept
        self._turned_before = turned or {}
        self.revised = revised
        self.source = cell.source if source is None else source
        self.running = False
        self.outcome = ""  # of the last run: "done", "raised", "stopped", "died"
        self.status = ""  # the line under the output
        self.took: float | None = None  # seconds, of the last run that came to its end
        self._steps = 0  # of that run
        self._follower = Follower(self)
        self._ran_as: tuple[str, ...] = ()  # code and knobs of the last run
        self._values: Mapping[str, Value] = {}  # of the knobs in that run
        self._data = UsedData()  # in that run
        self._turned = False  # this run came of a turned knob: the page must not move
        self._stale = False  # the output is still that of the run before
        self.unfolded = not cell.hidden
        self.device = ""
        self._editor: Editor | None = None

    # --- what it is made of ------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Code, then knobs right above what they change, how far it is, and what came of it."""
        with Horizontal(classes="cell-bar"):
            yield Static(self._caption(), classes="cell-caption", markup=False)
            yield self._run_label
        yield CodeView(self._code_shown(), classes="code")
        yield self.knobs
        yield self._progress
        yield self.output
        yield self._status_line

    def on_mount(self) -> None:
        """Only what has something to say is shown."""
        self._progress.display = False
        self.output.display = False
        self._status_line.display = False
        self.knobs.follow(self.source)
        self.knobs.restore(self._turned_before)
        self.set_interval(0.25, self._tick)

    def _tick(self) -> None:
        self._progress.tick()
        if self.running:  # what is shown for long while something else runs must not look new
            self.output.set_class(self._stale, "-old")

    def _caption(self) -> str:
        text = behind_name(edited=self.edited, revised=self.revised)
        return keys.fill(self, self.cell.id + text)

    def _code_shown(self) -> str:
        if self.unfolded:
            return self.source
        lines = len(self.source.splitlines())
        return keys.fill(self, f"# {lines} lines folded away: [[lesson.unfold]] shows them")

    @property
    def edited(self) -> bool:
        """Whether the code is no longer the lesson's own."""
        return self.source != self.cell.source

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
        self.knobs.follow(source)
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
        self.knobs.follow(self.source)
        self._mark_version()
        self.post_message(self.Edited(self, self.source if self.edited else None))

    # --- knobs and buttons -------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """A value was typed into a knob, or it was turned."""
        event.stop()
        self._mark_version()

    def on_knob_field_turned(self) -> None:
        """A knob was turned by arrows or the mouse: the screen knows whether to run at once."""
        self._mark_version()
        self.post_message(self.KnobTurned(self))

    def wait_for_run(self, other: str) -> None:
        """Say that a turned knob runs nothing by itself here, or not while `other` runs."""
        if other:
            self._status(
                keys.fill(self, f"“{other}” is running; after it, [[lesson.run]] runs this")
            )
        elif not self._ran_as:  # otherwise it is said already
            self._status(keys.fill(self, "[[lesson.run]] or [[knob.run]] runs it like this"))

    def on_knob_field_submitted(self) -> None:
        """Enter in a knob runs the cell."""
        self.post_message(self.RunWanted(self))

    def reset_knobs(self) -> None:
        """All knobs back to the values in the lesson: as if they were turned there."""
        before = self.knobs.texts
        self.knobs.reset()
        if self.knobs.texts != before:
            self.post_message(self.KnobTurned(self))

    @property
    def _version(self) -> tuple[str, ...]:
        return self.source, *self.knobs.texts

    def _mark_version(self) -> None:
        """Say so where what is shown came from other code or other knobs."""
        if self._ran_as and not self.running:
            other = (
                ""
                if self._version == self._ran_as
                else " · from another version: [[lesson.run]] runs this"
            )
            self._status_line.update(keys.fill(self, self.status + other))

    def on_run_label_pressed(self) -> None:
        """A click runs or stops."""
        self.post_message(self.StopWanted() if self.running else self.RunWanted(self))

    # --- a run -------------------------------------------------------------------------------

    async def begin(self, values: Mapping[str, Value], *, turned: bool = False) -> None:
        """A run with these knobs starts.

        Where it comes of a knob that was `turned`, nothing on the page moves because of it.
        """
        self.running, self._turned = True, turned
        self._follower.begin()
        self._values = values
        self._data.begin()
        self._ran_as = self._version
        if self.figure is not None:
            self._begin_figure()
        self._stale = turned
        if not turned:
            self._show_code()
            await self._clear_output()
            self._status("running …")
        self._progress.begin("running", self._expected)
        self._run_label.update("■ stop", layout=False)
        if turned and self.figure is not None:
            self._show_turned(self.figure)

    @property
    def _expected(self) -> Expected:
        """How long the cell takes, as far as is known: as the last time, or as its lesson says."""
        if self.took is not None:
            return Expected(self.took, self._steps)
        return budget(self.budgets, self.cell.id)

    async def _clear_output(self) -> None:
        self._stale = False
        self.output.remove_class("-old")
        await self.output.clear()
        self.output.display = bool(self._data.used)
        for used in self._data.used:
            self.output.take(used)

    async def apply(self, event: protocol.AnyEvent) -> None:
        """Draw one event."""
        progress = self._progress
        match event:
            case protocol.Started():
                self.device = event.device or self.device
                label = f"first: {event.cell}" if event.needed else "running"
                expected = budget(self.budgets, event.cell) if event.needed else self._expected
                progress.relabel(label, expected)
            case protocol.Points() | protocol.Curve() | protocol.Surface():
                if isinstance(event, protocol.Points):
                    progress.count(event.seen)
                await (await self._drawn()).take(event)
            case protocol.Progress():
                progress.note(event)
            case protocol.Paused():
                progress.pause(event.by)
            case protocol.Resumed():
                progress.resume()
            case protocol.DataUsed():
                self._use_data(event)
            case protocol.Finished():
                if not event.needed:
                    await self._finish(event)
            case _:
                await self._add_output(event)

    def _use_data(self, event: protocol.DataUsed) -> None:
        """Say which data it is; what a run before gave stays until this one gives something."""
        self._data.take(event)
        if self.figure is not None:
            self.figure.use(event)
        if not self._stale:
            self.output.display = True
            self.output.take(event)

    async def _add_output(self, event: protocol.AnyEvent) -> None:
        if self._stale:
            await self._clear_output()
        self.output.display = True
        self.output.take(self._data.marked(event))
        if isinstance(event, protocol.Raised) and event.cell == self.cell.id:
            self._show_code(event.line)

    async def _drawn(self) -> Figure:
        """The figure, made when the first point arrives: pages without one open faster."""
        if self.figure is None:
            from tutor.app.figure import Figure  # noqa: PLC0415 - see above

            self.figure = Figure(self.cell.plot)
            self.figure.label = self.cell.id
            self._begin_figure()
            await self.mount(self.figure, before=self.output)
            self._bring(self.figure)
        return self.figure

    def _begin_figure(self) -> None:
        if self.figure is not None:
            self.figure.begin(self._values, self.source)
            for used in self._data.used:
                self.figure.use(used)

    def cut_off(self) -> None:
        """A knob was turned during the run: what it has drawn is not kept; another one follows."""
        if self.figure is not None:
            self.figure.abandon()

    def _bring(self, widget: Widget) -> None:
        """Scroll to what comes of a run; a learner who has scrolled away since stays there."""
        if self._turned:
            self._show_turned(widget)
            return
        self._follower.bring(widget)

    def _show_turned(self, widget: Widget) -> None:
        """Both the knob in the learner's hands and what it changes, as far as there is room."""
        knob = self.knobs.focused
        if knob is not None:
            self.call_after_refresh(show_from, knob, widget)

    async def _finish(self, event: protocol.Finished) -> None:
        self.running = False
        self.outcome = event.outcome
        if self._stale:
            await self._clear_output()
        if event.outcome == "done":
            self.took, self._steps = event.seconds, event.steps
            if self._turned:
                self._show_code()  # an error of the run before is no longer marked
        self._progress.end()
        self._run_label.update("▶ run", layout=False)
        if self.figure is not None:
            self.figure.finish(event)
        self._status(summary(event))
        await self.output.settle()
        for caption in self.query(".cell-caption").results(Static):
            caption.update(self._caption())
        self._bring(self.figure if self._turned and self.figure else self._status_line)

    def _status(self, text: str) -> None:
        self.status = text
        self._status_line.update(text)
        self._status_line.display = True
