"""Options to choose from, and lines to put in order: lists that draw themselves.

One widget for a whole list, not one for each line: a page opens several times faster so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from tutor.app.quiz_text import inline_content

_BOXES = {"choice": ("( )", "(x)"), "multiple": ("[ ]", "[x]")}


class ListWidget(Widget, can_focus=True):
    """A list with a cursor. What a row is made of is left to its kinds."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("up", "move(-1)", "up", id="quiz.up", show=False),
        Binding("down", "move(1)", "down", id="quiz.down", show=False),
        Binding("home", "move(-1000)", "first", id="quiz.first", show=False),
        Binding("end", "move(1000)", "last", id="quiz.last", show=False),
    ]

    DEFAULT_CSS = """
    ListWidget {
        height: auto;
        padding: 0 1;
    }
    """

    class Submitted(Message):
        """The learner is sure."""

    class Changed(Message):
        """What is chosen, or the order, is another now."""

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 0
        self.locked = False  # answered right: it can be read, no longer changed
        self._row_of_line: list[int | None] = []  # for the mouse: the row of each line drawn

    # --- to be said by each kind ---------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows the cursor can stand on."""
        raise NotImplementedError

    def draw_rows(self, width: int) -> list[tuple[int | None, Content]]:
        """The lines to draw, each with the row it belongs to."""
        raise NotImplementedError

    def clicked(self, row: int) -> None:
        """A click on a row."""
        raise NotImplementedError

    # --- the same for all ----------------------------------------------------------------------

    def render(self) -> Content:
        """All lines."""
        lines = self.draw_rows(max(self.content_size.width, 8))
        self._row_of_line = [row for row, _ in lines]
        return Content("\n").join(line for _, line in lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes at that width."""
        return max(1, len(self.draw_rows(max(width, 8))))

    def action_move(self, rows: int) -> None:
        """Move the cursor; past an end the key is for the page, which scrolls."""
        target = min(max(self.cursor + rows, 0), self.count - 1)
        if self.locked or target == self.cursor:
            raise SkipAction
        self.cursor = target
        self.show_cursor()

    def show_cursor(self) -> None:
        """Draw anew, and scroll the page so that the cursor can be seen."""
        self.refresh()
        self.call_after_refresh(self._reveal_cursor)

    def _reveal_cursor(self) -> None:
        lines = [i for i, row in enumerate(self._row_of_line) if row == self.cursor]
        if not lines or not self.is_attached:
            return
        top = self.content_region.y + lines[0]
        for node in self.ancestors:
            if isinstance(node, Widget) and node.max_scroll_y > 0:
                y = top - node.content_region.y + round(node.scroll_y)
                node.scroll_to_region(Region(0, y, 1, len(lines)), animate=False)
                return

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        line = event.get_content_offset(self)
        if self.locked or line is None or not 0 <= line.y < len(self._row_of_line):
            return
        row = self._row_of_line[line.y]
        if row is not None:
            event.stop()
            self.clicked(row)

    def on_focus(self) -> None:
        """The cursor is shown only where keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is shown only where keys go."""
        self.refresh()


def hanging(head: Content, text: Content, width: int) -> list[Content]:
    """Text behind a head, its further lines under its first."""
    hang = head.cell_length
    lines = text.wrap(max(4, width - hang))
    return [Content.assemble(head if i == 0 else " " * hang, line) for i, line in enumerate(lines)]


def with_cursor(lines: Iterable[Content], width: int) -> list[Content]:
    """The lines as the cursor shows them: on a ground of their own, over the whole width."""
    return [
        line.pad_right(max(0, width - line.cell_length)).stylize_before("on $panel")
        for line in lines
    ]


class OptionsView(ListWidget):
    """What choices and multiple choices share."""

    KIND: Literal["choice", "multiple"] = "choice"

    BINDINGS = [  # noqa: RUF012 - as in the base class
        *[
            Binding(str(n), f"number({n})", f"option {n}", id=f"quiz.option_{n}", show=False)
            for n in range(1, 10)
        ],
        Binding("space", "tick", "tick", id="quiz.tick"),
        Binding("enter", "submit", "answer", id="quiz.submit"),
    ]

    def __init__(self, options: Sequence[str]) -> None:
        super().__init__()
        self.options = tuple(options)  # Markdown
        self.chosen: set[int] = set()
        self.marks: dict[int, bool] = {}  # option -> right or wrong, once answered
        self._contents = [inline_content(option) for option in options]

    @property
    def count(self) -> int:
        """How many options there are."""
        return len(self.options)

    @property
    def given(self) -> list[str]:
        """The texts of what is chosen."""
        return [option for i, option in enumerate(self.options) if i in self.chosen]

    def put(self, given: str | Sequence[str]) -> None:
        """Choose these options, as in an earlier answer."""
        texts = [given] if isinstance(given, str) else given
        self.chosen = {i for i, option in enumerate(self.options) if option in texts}
        if self.chosen:
            self.cursor = min(self.chosen)
        self.refresh()

    def mark(self, right: bool, *, answers: Sequence[str] = ()) -> None:
        """Mark what is chosen as right or wrong, and `answers` as right."""
        self.marks = {}
        if self.KIND == "choice" or right:
            self.marks = dict.fromkeys(self.chosen, right)
        self.marks.update({i: True for i, text in enumerate(self.options) if text in answers})
        self.refresh()

    def draw_rows(self, width: int) -> list[tuple[int | None, Content]]:
        """Cursor, number, box and text of each option."""
        rows: list[tuple[int | None, Content]] = []
        for i, text in enumerate(self._contents):
            here = self.has_focus and i == self.cursor and not self.locked
            number = str(i + 1) if i < 9 else " "
            box = _BOXES[self.KIND][i in self.chosen]
            mark = {True: ("✓ ", "bold $success"), False: ("✗ ", "bold $error"), None: ("", "")}
            sign = mark[self.marks.get(i)]
            style = "bold" if i in self.chosen else ""
            head = Content.assemble(
                (">" if here else " ", "bold $accent"), f" {number} ", (f"{box} ", style), sign
            )
            lines = hanging(head, text, width)
            rows += [(i, line) for line in (with_cursor(lines, width) if here else lines)]
        return rows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only boxes can be ticked; after the right answer keys are the page's again."""
        if action == "tick":
            return self.KIND == "multiple" and not self.locked
        if action in ("number", "submit"):
            return not self.locked
        return True

    def clicked(self, row: int) -> None:
        """A click does what the keys do."""
        self.cursor = row
        self.press(row)

    def press(self, row: int) -> None:
        """Choose and answer, or tick."""
        self.marks = {}
        if self.KIND == "choice":
            self.chosen = {row}
            self.show_cursor()
            self.post_message(self.Submitted())
            return
        self.chosen ^= {row}
        self.show_cursor()
        self.post_message(self.Changed())

    def action_number(self, number: int) -> None:
        """A number key."""
        if number > self.count:
            raise SkipAction
        self.cursor = number - 1
        self.press(self.cursor)

    def action_tick(self) -> None:
        """Tick the option under the cursor."""
        self.press(self.cursor)

    def action_submit(self) -> None:
        """Answer: with the option under the cursor, or with all that is ticked."""
        if self.KIND == "choice":
            self.press(self.cursor)
        else:
            self.post_message(self.Submitted())


class ChoiceView(OptionsView):
    """Options of which one is chosen; choosing it is the answer."""

    HELP = (
        "**A question with one right answer.** A number chooses and answers at once; or go there "
        "with `[[quiz.up]]` and `[[quiz.down]]` and press `[[quiz.submit]]`; or click. You may try "
        "as often as you like."
    )


class MultipleView(OptionsView):
    """Options of which some are ticked."""

    KIND = "multiple"
    HELP = (
        "**A question with one or more right answers.** A number, `[[quiz.tick]]` or a click "
        "ticks an option or takes the tick away; `[[quiz.submit]]` answers."
    )
