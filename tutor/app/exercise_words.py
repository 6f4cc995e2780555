"""The words of an exercise, beside what the learner writes: statement, hints, the solution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tutor.app import keys
from tutor.app.code import CodeView
from tutor.app.prose import PageMarkdown, widgets_of
from tutor.course.model import Exercise, Problem


class ExerciseWords(Vertical):
    """Statement, the hints taken so far, and the reference once it is asked for."""

    def __init__(self, name: str, terms: Mapping[str, str]) -> None:
        super().__init__(classes="exercise-words")
        self.exercise_name = name
        self.terms = terms
        self.exercise: Exercise | None = None
        self.hints = 0  # how many are shown
        self.seen = False
        self.passed = False
        self.solution: Vertical | None = None

    async def show(self, exercise: Exercise, *, hints: int, seen: bool, passed: bool) -> None:
        """Everything that the learner has got to see of it so far."""
        self.exercise, self.seen, self.passed = exercise, seen, passed
        await self.mount(
            Static(self._title(), classes="exercise-title"),
            *widgets_of(exercise.statement, self.terms),
            Vertical(classes="exercise-hints"),
            Static("", classes="exercise-offer", markup=False),
        )
        for _ in range(min(hints, len(exercise.hints))):
            self.next_hint()
        self._offer()

    async def show_problems(self, problems: Sequence[Problem]) -> None:
        """An exercise that can't be read is said to be so; the page is there all the same."""
        lines = [f"- `{p.path}:{p.line}`  \n  {p.message}; {p.advice}" for p in problems]
        text = (
            f"**The exercise “{self.exercise_name}” can't be opened** until its files are mended. "
            "`tutor lint` prints the same list.\n\n" + "\n".join(lines)
        )
        await self.mount(PageMarkdown(text))

    def mark(self, *, seen: bool | None = None, passed: bool | None = None) -> None:
        """Say beside the title what has been reached."""
        before = self.seen, self.passed
        self.seen = self.seen if seen is None else seen
        self.passed = self.passed if passed is None else passed
        if (self.seen, self.passed) == before:
            return
        for title in self.query(".exercise-title").results(Static):
            title.update(self._title())
        self._offer()

    def _title(self) -> Content:
        name = self.exercise.title if self.exercise is not None else self.exercise_name
        title = Content.assemble(("Exercise · ", "$foreground-muted"), (name, "bold $primary"))
        if self.passed:
            title = Content.assemble(title, ("  ✓ passed", "$text-success"))
        if self.seen:
            title = Content.assemble(title, ("  solution seen", "$foreground-muted"))
        return title

    # --- hints -----------------------------------------------------------------------------------

    def next_hint(self) -> Widget | None:
        """Show one hint more; None if there is none."""
        if self.exercise is None or self.hints >= len(self.exercise.hints):
            return None
        text = self.exercise.hints[self.hints]
        self.hints += 1
        label = f"Hint {self.hints} of {len(self.exercise.hints)}"
        hint = Vertical(
            Static(label, classes="hint-label", markup=False),
            PageMarkdown(text, self.terms),
            classes="hint",
        )
        self.query_one(".exercise-hints").mount(hint)
        self._offer()
        return hint

    @property
    def hints_left(self) -> int:
        """How many hints have not been shown."""
        return len(self.exercise.hints) - self.hints if self.exercise is not None else 0

    def _offer(self) -> None:
        if self.exercise is None:
            return
        total = len(self.exercise.hints)
        if self.passed or self.solution is not None:
            text = ""
        elif self.hints < total:
            text = f"Stuck? [[exercise.hint]] shows hint {self.hints + 1} of {total}."
        else:
            text = "Those were the hints. [[exercise.solution]] shows a solution."
        for offer in self.query(".exercise-offer").results(Static):
            offer.update(keys.fill(self, text))
            offer.display = bool(text)

    # --- the solution ----------------------------------------------------------------------------

    @property
    def shows_solution(self) -> bool:
        """Whether the reference is shown now."""
        return self.solution is not None and bool(self.solution.display)

    async def turn_solution(self) -> Widget | None:
        """Show the reference, or hide it again; the widget if it is shown now."""
        if self.exercise is None:
            return None
        if self.solution is None:
            self.solution = Vertical(
                Static(
                    keys.fill(self, "A solution · [[exercise.solution]] hides it"),
                    classes="hint-label",
                    markup=False,
                ),
                CodeView(self.exercise.reference.rstrip("\n"), classes="solution-code"),
                classes="solution",
            )
            await self.mount(self.solution)
        else:
            self.solution.display = not self.solution.display
        self._offer()
        return self.solution if self.solution.display else None
