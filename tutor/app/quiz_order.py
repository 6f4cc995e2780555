"""Lines of code to put in order: pick one up, carry it, drop it, or put it aside."""

from __future__ import annotations

from collections.abc import Sequence

from textual.actions import SkipAction
from textual.binding import Binding
from textual.content import Content

from tutor.app.quiz_options import ListWidget, hanging, with_cursor

_ASIDE = -1  # the row of the heading above the lines put aside, for the mouse


class OrderView(ListWidget):
    """The lines of a parsons quiz. Rows first, then what was put aside."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("space", "carry", "pick up, drop", id="quiz.carry"),
        Binding("x", "aside", "put aside", id="quiz.aside"),
        Binding("enter", "submit", "answer", id="quiz.submit"),
        *[
            Binding(str(n), f"number({n})", f"line {n}", id=f"quiz.line_{n}", show=False)
            for n in range(1, 10)
        ],
    ]

    HELP = (
        "**Lines to put in order.** `[[quiz.carry]]` picks a line up, `[[quiz.up]]` and "
        "`[[quiz.down]]` carry it, `[[quiz.carry]]` drops it; a number goes to that line, or "
        "carries there. `[[quiz.aside]]` puts a line aside that belongs nowhere, and "
        "brings it back. `[[quiz.submit]]` answers. With the mouse: click a line, then the "
        "place where it goes."
    )

    def __init__(self, lines: Sequence[str], *, may_put_aside: bool) -> None:
        super().__init__()
        self.lines = list(lines)
        self.aside: list[str] = []
        self.may_put_aside = may_put_aside
        self.carrying = False
        self.mark_right: bool | None = None

    @property
    def count(self) -> int:
        """How many lines there are, those put aside included."""
        return len(self.lines) + len(self.aside)

    @property
    def given(self) -> list[str]:
        """The lines in their order, without those put aside."""
        return list(self.lines)

    def put(self, given: str | Sequence[str]) -> None:
        """This order, as in an earlier answer; lines that are not in it are put aside."""
        wanted = given.splitlines() if isinstance(given, str) else list(given)
        rest = self.lines + self.aside
        found = []
        for line in wanted:
            if line in rest:
                rest.remove(line)
                found.append(line)
        self.lines, self.aside, self.carrying = found, rest, False
        self.refresh(layout=True)

    def mark(self, right: bool, *, answers: Sequence[str] = ()) -> None:
        """Show that the order is right or wrong; `answers` is a right order to show."""
        self.mark_right = right
        if answers:
            self.put(answers)
        self.refresh()

    def draw_rows(self, width: int) -> list[tuple[int | None, Content]]:
        """Cursor, place and code of each line."""
        rows: list[tuple[int | None, Content]] = []
        sign = {True: ("✓", "bold $success"), False: (" ", ""), None: (" ", "")}[self.mark_right]
        for i, line in enumerate(self.lines):
            head = Content.assemble(self._cursor(i), sign, (f"{i + 1:>2} | ", "dim"))
            rows += [(i, text) for text in self._row(i, head, line, width)]
        if not self.lines:
            rows.append((None, Content("   (every line is put aside)")))
        if not (self.may_put_aside or self.aside):
            return rows
        rows.append((_ASIDE, Content.assemble(("   put aside:", "italic"))))
        for i, line in enumerate(self.aside, len(self.lines)):
            head = Content.assemble(self._cursor(i), ("  x | ", "dim"))
            rows += [(i, text) for text in self._row(i, head, line, width)]
        return rows

    def _cursor(self, row: int) -> tuple[str, str]:
        here = self.has_focus and row == self.cursor and not self.locked
        return ("=" if self.carrying else ">") if here else " ", "bold $accent"

    def _row(self, row: int, head: Content, line: str, width: int) -> list[Content]:
        here = self.has_focus and row == self.cursor and not self.locked
        lines = hanging(head, Content(line, [], strip_control_codes=True), width)
        if here and self.carrying:
            lines = [text.stylize("bold") for text in lines]
        return with_cursor(lines, width) if here else lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """After the right answer keys are the page's again."""
        if action == "aside":
            return self.may_put_aside and not self.locked
        if action in ("carry", "submit", "number"):
            return not self.locked
        return True

    def action_move(self, rows: int) -> None:
        """Move the cursor, or the line that is carried."""
        if not self.carrying or self.locked:
            super().action_move(rows)
            return
        target = min(max(self.cursor + rows, 0), len(self.lines) - 1)
        if target == self.cursor:
            return  # an end: a carried line stays, the page doesn't scroll away under it
        self._carry_to(target)

    def action_number(self, number: int) -> None:
        """Go to a line by its number, or carry the line that is picked up there."""
        if number > len(self.lines):
            raise SkipAction
        if self.carrying:
            self._carry_to(number - 1)
        else:
            self.cursor = number - 1
            self.show_cursor()

    def _carry_to(self, row: int) -> None:
        self.lines.insert(row, self.lines.pop(self.cursor))
        self.cursor = row
        self._touched()

    def action_carry(self) -> None:
        """Pick up the line under the cursor, or drop what is carried."""
        if not self.count:
            raise SkipAction
        if not self.carrying and self.cursor >= len(self.lines):
            self._bring_back()
        self.carrying = not self.carrying
        self._touched()

    def action_aside(self) -> None:
        """Put the line under the cursor aside, or bring it back."""
        if not self.count:
            raise SkipAction
        if self.cursor >= len(self.lines):
            self._bring_back()
        else:
            self.aside.append(self.lines.pop(self.cursor))
            self.cursor = min(self.cursor, self.count - 1)
        self.carrying = False
        self._touched()

    def _bring_back(self) -> None:
        line = self.aside.pop(self.cursor - len(self.lines))
        self.lines.append(line)
        self.cursor = len(self.lines) - 1

    def action_submit(self) -> None:
        """Answer with this order."""
        self.carrying = False
        self.refresh()
        self.post_message(self.Submitted())

    def on_blur(self) -> None:
        """Nothing stays in the air."""
        self.carrying = False
        super().on_blur()

    def clicked(self, row: int) -> None:
        """Pick up, or drop here what is carried."""
        if row == _ASIDE:
            if self.carrying:
                self.action_aside()
        elif not self.carrying:
            self.cursor = row
            self.action_carry()
        elif row >= len(self.lines):
            self.action_aside()
        else:
            if row != self.cursor:
                self._carry_to(row)
            self.carrying = False
            self._touched()

    def _touched(self) -> None:
        self.mark_right = None
        self.refresh(layout=True)
        self.show_cursor()
        self.post_message(self.Changed())
