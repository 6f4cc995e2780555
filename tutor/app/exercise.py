"""An exercise on the screen: what the learner writes, and what came of checking it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from tutor.app import keys
from tutor.app.cell_parts import RunLabel
from tutor.app.code import CodeView
from tutor.app.exercise_results import Results, first_report
from tutor.app.exercise_words import ExerciseWords
from tutor.course.model import Exercise, ExerciseLink
from tutor.engine import protocol
from tutor.engine.verdicts import Report, Verdict

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from tutor.app.exercise_editor import ExerciseEditor


LATE = (
    "The machine is busy, and there was no time to see which mistake this looks like. "
    "`[[exercise.check]]` checks again."
)
CHECK, STOP = "▶ check", "■ stop "  # as wide as one another: nothing else has to move


class ExerciseView(Vertical):
    """One exercise. It draws and edits; the screen reads, keeps and checks (see exercising)."""

    HELP = """\
**An exercise.** `[[exercise.edit]]` edits your file here, `[[exercise.own_editor]]` opens it in
your own editor; any other editor will do as well: a save is noticed and checked.
`[[exercise.check]]` checks, `[[lesson.escape]]` stops a check. `[[exercise.hint]]` shows the next
hint, `[[exercise.solution]]` a solution (your progress then says that you have seen it; after
passing, yours and the reference side by side). `[[exercise.starter]]` goes back to the starter,
and once more brings yours back.
Everything that you write is kept.
"""

    class Typed(Message):
        """The learner changed the code; the view holds it."""

        def __init__(self, view: ExerciseView) -> None:
            super().__init__()
            self.view = view

    class CheckWanted(Message):
        """A click asks for a check."""

        def __init__(self, view: ExerciseView) -> None:
            super().__init__()
            self.view = view

    class StopWanted(Message):
        """A click asks to stop it."""

    def __init__(self, link: ExerciseLink, words: ExerciseWords) -> None:
        """`words` is the widget beside it that shows the statement."""
        super().__init__(classes="exercise")
        self.link = link
        self.words = words
        self.exercise: Exercise | None = None  # once it is read, if it can be
        self.path: Path | None = None  # the learner's file
        self.code = ""
        self.checked: str | None = None  # the code that the verdict is of
        self.rounds = 0  # checks so far: an older one must not end a newer one
        self.passed = False  # whether any attempt has passed
        self.results = Results()  # what came of the last check
        self._caption = Static("", classes="cell-caption", markup=False)
        self._run = RunLabel(CHECK, classes="run")
        self._shown = CodeView("", classes="code exercise-shown")
        self._pane = VerticalScroll(self._shown, classes="exercise-code", can_focus=False)
        self._said = ""  # by the caption
        self._bad_line: int | None = None
        self._editor: ExerciseEditor | None = None

    # --- what it is made of ------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The file's name, the code, what came of it."""
        with Horizontal(classes="cell-bar"):
            yield self._caption
            yield self._run
        yield self._pane
        yield self.results

    def on_mount(self) -> None:
        """Nothing is shown until the exercise has been read."""
        for child in self.children:
            child.display = False

    async def show(self, exercise: Exercise, code: str, path: Path | None) -> None:
        """Show an exercise and the learner's code for it, which lies at `path`."""
        self.exercise, self.code, self.path = exercise, code, path
        for child in self.children:
            child.display = True
        self.say("")
        self._show_code()

    def say(self, trouble: str) -> None:
        """The line above the code: the file's name, and what is wrong with it."""
        name = "/".join(self.path.parts[-2:]) if self.path is not None else ""
        text = " · ".join(filter(None, [name, trouble]))
        if text != self._said:
            self._said = text
            self._caption.update(text)

    @property
    def verdict(self) -> Verdict | None:
        """The last verdict; it may be of older code."""
        return self.results.verdict

    @property
    def checking(self) -> bool:
        """Whether a check is going on."""
        return self.results.checking

    # --- the code ----------------------------------------------------------------------------

    @property
    def editor(self) -> ExerciseEditor | None:
        """The editor, once the learner has edited here; it stays, for its undo."""
        return self._editor

    async def edit(self) -> None:
        """Put the cursor into the code."""
        if self.exercise is None:
            return
        if self._editor is None:
            from tutor.app.exercise_editor import ExerciseEditor  # noqa: PLC0415  (see there)

            self._editor = ExerciseEditor(self.code)
            await self.mount(self._editor, after=self._pane)
            self._pane.display = False
            self._editor.point_at(self._bad_line)
        self._editor.focus()

    def take(self, code: str) -> None:
        """Other code in the place of what stands there; in the editor it can be undone."""
        self.code = code
        if self._editor is not None:
            self._editor.replace_all(code)
        self.mark_line(None)
        self._follow()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the screen, which keeps the text."""
        event.stop()
        text = event.text_area.text
        if text != self.code:
            self.code = text
            self._follow()
            self.post_message(self.Typed(self))

    async def on_click(self, event: events.Click) -> None:
        """A click on the code edits it, as in any editor."""
        on_code = event.widget is not None and event.widget.has_class("exercise-shown")
        if on_code and not self.screen.get_selected_text():
            await self.edit()

    def mark_line(self, line: int | None) -> None:
        """Mark the line where something is wrong."""
        self._bad_line = line
        if self._editor is not None:
            self._editor.point_at(line)
        else:
            self._show_code()

    def _show_code(self) -> None:
        if self._editor is None:
            what = self.code.rstrip("\n"), self._bad_line
            if what != (self._shown.code, self._shown.bad_line):
                self._shown.show(*what)
            if self._bad_line is not None:
                self._pane.scroll_to(y=max(0, self._bad_line - 4), animate=False)

    def _follow(self) -> None:
        self.results.mark_old(self.code != self.checked)

    # --- a check -----------------------------------------------------------------------------

    def begin(self) -> None:
        """A check of this code starts."""
        self.checked = self.code
        self.results.begin()
        self._run.update(STOP, layout=False)

    async def apply(self, event: protocol.AnyEvent) -> None:
        """Draw one event of the check."""
        if isinstance(event, protocol.Diagnosed):
            await self._diagnosed(event.name, certain=event.certain)
            if event.late:
                await self.results.add_feedback(keys.fill(self, LATE))
            return
        await self.results.apply(event)
        if isinstance(event, protocol.Judged):
            await self._ended(event.verdict)

    async def restore(self, verdict: Verdict, code: str) -> None:
        """Show the verdict of an earlier day."""
        self.checked = code
        await self.results.show(verdict, old=code != self.code)
        await self._ended(verdict)

    async def show_fault(self, report: Report) -> None:
        """Something is wrong with the file, and no check is needed to see it."""
        assert self.exercise is not None
        self.checked = self.code
        await self.results.show(Verdict(self.exercise.name, passed=False, fault=report))

    def stopped(self, why: str) -> None:
        """The check ended without a verdict."""
        self.results.stopped(why)
        self._run.update(CHECK, layout=False)

    async def _ended(self, verdict: Verdict) -> None:
        self._run.update(CHECK, layout=False)
        self._follow()
        report = first_report(verdict)
        if self.code == self.checked:
            self.mark_line(report.line if report is not None else None)
        if verdict.feedback:
            await self._diagnosed(verdict.feedback, certain=verdict.certain)
        convention = self.exercise.conventions.get(verdict.convention, "") if self.exercise else ""
        await self.results.show_convention(convention)

    async def _diagnosed(self, name: str, *, certain: bool) -> None:
        markdown = self.exercise.feedback.get(name, "") if self.exercise is not None else ""
        if markdown:
            opening = "This looks like a mistake that many make." if certain else "It may be this."
            await self.results.add_feedback(f"**{opening}** {markdown}")

    def on_run_label_pressed(self, event: RunLabel.Pressed) -> None:
        """A click checks or stops."""
        event.stop()
        self.post_message(self.StopWanted() if self.checking else self.CheckWanted(self))

    def as_text(self) -> str:
        """The learner's code and the verdict as plain text."""
        if self.exercise is None:
            return ""
        parts = [f"Your code ({self.exercise.name}.py):", self.code.rstrip("\n")]
        if self.results.text:
            old = "Of an earlier version:\n" if self.results.old else ""
            parts.append(old + self.results.text)
        return "\n\n".join(parts)
