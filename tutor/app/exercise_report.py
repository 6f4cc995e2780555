"""A report on the screen: what is wrong, the call, where the two part, what was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tutor.app import keys
from tutor.app.code import CodeView
from tutor.app.exercise_fitting import Parts, fitted
from tutor.app.prose import PageMarkdown
from tutor.engine.contrasts import EXPECTED, GOT
from tutor.engine.verdicts import Report, where

_FRAME = 4  # columns beside a report
SHOWN_LINES = 40  # of what was printed; the last ones, where a learner looks first
LONG = 800  # words and signs of both sides; comparing more piece by piece would be felt
_UNFOLDED = ("raised", "name", "exit", "input", "forbidden")  # here the traceback is the point
_TOKEN = re.compile(r"\s+|[\w.+-]+|.")
_CODE = re.compile(r"`([^`\n]+)`")
# Blue and orange: told apart by everyone, and never alone.
OURS, THEIRS = "$text-primary", "$text-warning"


class Fold(Static, can_focus=True):
    """A few lines that are folded away under one that says what they are."""

    ALLOW_SELECT = False

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "turn", "fold", id="fold.turn", show=False),
    ]

    def __init__(self, label: str, text: str, *, folded: bool = True) -> None:
        super().__init__(classes="report-fold", markup=False)
        self.label = label
        self.text = text
        self.folded = folded

    def on_mount(self) -> None:
        """Show the label, or all of it."""
        self._draw()

    def on_click(self) -> None:
        """Fold or unfold."""
        self.action_turn()

    def action_turn(self) -> None:
        """Fold or unfold."""
        self.folded = not self.folded
        self._draw()

    def _draw(self) -> None:
        lines = len(self.text.splitlines())
        count = f"{lines} lines" if lines != 1 else "1 line"
        label = Content.styled(f"{'▸' if self.folded else '▾'} {self.label}", "$foreground-muted")
        if self.folded:
            self.update(Content.assemble(label, (f" ({count})", "$foreground-muted")))
        else:
            self.update(Content.assemble(label, "\n", self.text))


class Contrast(Widget):
    """What was expected and what came, so that the difference can be seen without colours."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(classes="report-contrast")
        self.expected = expected
        self.got = got

    def render(self) -> Content:
        """Beside one another where there is room, otherwise one below the other."""
        return contrast(self.expected, self.got, self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words take at this width."""
        return contrast(self.expected, self.got, width).get_height({}, width)


class More(Static, can_focus=True):
    """The line that says that a report holds more than is shown."""

    ALLOW_SELECT = False

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "turn", "show all", id="report.whole", show=False),
    ]

    class Turned(Message):
        """Show all of it, or less again."""

    def __init__(self, whole: bool) -> None:
        super().__init__("", classes="report-more", markup=False)
        self.whole = whole

    def on_mount(self) -> None:
        """Name the key that is set now."""
        words = "▾ [[cases.whole]] shows less again"
        if not self.whole:
            words = "▸ … [[cases.whole]] shows all of it"
        self.update(keys.fill(self, words))

    def on_click(self) -> None:
        """Show all of it, or less again."""
        self.action_turn()

    def action_turn(self) -> None:
        """Show all of it, or less again."""
        self.post_message(self.Turned())


class ReportView(Vertical):
    """One report. Its feedback may come later, when the diagnosis is done."""

    def __init__(self, report: Report, *, printed: str = "", feedback: str = "") -> None:
        """`printed` is what the case printed, shown where the report has nothing of its own."""
        super().__init__(classes="report")
        self.report = report
        self.printed = report.printed or printed
        self.feedback = feedback
        self.whole = False  # whether what doesn't fit on the screen is shown as well

    def compose(self) -> ComposeResult:
        """Words first, then the call, then the numbers."""
        report, parts = self.report, self._parts()
        yield Static(worded(report.message), classes="report-message")
        if parts.call:
            yield Static(where(report) or "call", classes="report-label", markup=False)
            # As Python: what is cut would be marked as a mistake in it.
            yield CodeView(parts.call.replace("…", "..."), classes="report-call")
        if report.place:
            yield Static(Content.assemble("at ", (report.place, "bold")), classes="report-label")
        if parts.picture:
            yield Static(parts.picture, classes="report-picture", markup=False)
        elif parts.expected or parts.got:
            yield Contrast(parts.expected, parts.got)
        if report.line is not None and f"line {report.line}" not in report.message.lower():
            yield Static(f"Line {report.line} of your file is marked.", classes="report-label")
        yield from printed_widgets(parts.printed)
        if parts.traceback:
            folded = report.kind not in _UNFOLDED
            yield Fold("traceback", parts.traceback, folded=folded)
        if parts.cut or self.whole:
            yield More(self.whole)
        if self.feedback:
            yield feedback_widget(self.feedback)

    def _parts(self) -> Parts:
        """What there is room for, or all."""
        width, height = self.app.size
        columns = self.parent.size.width if isinstance(self.parent, Widget) else 0
        return fitted(
            self.report,
            self.printed,
            width=min(columns or width, width) - _FRAME,
            height=10_000 if self.whole else height,
            folded=self.report.kind not in _UNFOLDED,
        )

    async def turn(self) -> None:
        """Show all of it, or only what fits on the screen."""
        self.whole = not self.whole
        await self.recompose()

    async def on_more_turned(self, event: More.Turned) -> None:
        """Enter, or a click."""
        event.stop()
        await self.turn()

    @property
    def can_turn(self) -> bool:
        """Whether there is more to it than fits on the screen."""
        return bool(self.query(More))

    async def add_feedback(self, markdown: str) -> None:
        """Words on the mistake that it was recognized as."""
        self.feedback = markdown
        if self.is_attached:
            await self.mount(feedback_widget(markdown))

    @property
    def text(self) -> str:
        """The same as plain text."""
        return plain_report(self.report, self.printed)


def worded(text: str) -> Content:
    """Words with code between backquotes. No Markdown: `__init__` and `*args` are no emphasis."""
    parts = _CODE.split(text)  # every second one is code
    styled = [(part, "bold $text-accent" if n % 2 else "") for n, part in enumerate(parts)]
    return Content.assemble(*styled)


def feedback_widget(markdown: str) -> Vertical:
    """The words of a diagnosis."""
    return Vertical(PageMarkdown(markdown), classes="report-feedback")


def printed_widgets(printed: str) -> Iterator[Static]:
    """What the learner's code printed; the last lines of it."""
    text = printed.rstrip("\n")
    if not text:
        return
    lines = text.split("\n")
    yield Static("your code printed", classes="report-label", markup=False)
    shown = Content("\n".join(lines[-SHOWN_LINES:]))
    if len(lines) > SHOWN_LINES:
        above = f"… {len(lines) - SHOWN_LINES} lines above\n"
        shown = Content.assemble((above, "$foreground-muted italic"), shown)
    yield Static(shown, classes="report-printed")


def plain_report(report: Report, printed: str = "") -> str:
    """A report as plain text, for a page that is saved."""
    parts = [report.message]
    if report.call:
        parts.append(f"{where(report)}: {report.call}" if report.number else report.call)
    if report.place:
        parts.append(f"at {report.place}")
    if report.picture:
        parts.append(report.picture)
    else:
        parts += [f"{name}: {text}" for name, text in _sides(report.expected, report.got)]
    if report.line is not None:
        parts.append(f"line {report.line}")
    printed = report.printed or printed
    if printed.strip():
        parts.append("your code printed:\n" + printed.rstrip("\n"))
    if report.traceback:
        parts.append(report.traceback.rstrip("\n"))
    return "\n".join(parts)


# --- expected and got -------------------------------------------------------------------------


def contrast(expected: str, got: str, width: int) -> Content:
    """Both texts with what differs underlined; lines that differ carry a sign as well."""
    sides = _sides(expected, got)
    if len(sides) == 1:
        return _stacked([(name, _plain(text)) for name, text in sides])
    ours, theirs = _marked(expected, got)
    if len(ours) == len(theirs) == 1:
        return _stacked([(EXPECTED, ours), (GOT, theirs)])
    left = max(line.cell_length for line in [*ours, Content(EXPECTED)])
    right = max(line.cell_length for line in theirs)
    if min(len(ours), len(theirs)) > 1 and left + right + 3 <= width:
        return _beside(ours, theirs, left)
    signs = _signs(ours, theirs)
    stacked = _stacked([(EXPECTED, ours), (GOT, theirs)], signs)
    if all(line.cell_length <= width for line in stacked.split("\n")):
        return stacked
    return _headed([(EXPECTED, ours), (GOT, theirs)], signs)


def _sides(expected: str, got: str) -> list[tuple[str, str]]:
    both = ((EXPECTED, expected.rstrip("\n")), (GOT, got.rstrip("\n")))
    return [(name, text) for name, text in both if text]


def _plain(text: str) -> list[Content]:
    return [Content(line) for line in text.split("\n")]


@lru_cache(maxsize=16)  # asked for at every painting
def _marked(expected: str, got: str) -> tuple[list[Content], list[Content]]:
    """The lines of both, the pieces that only one of them has underlined."""
    a, b = _TOKEN.findall(expected.rstrip("\n")), _TOKEN.findall(got.rstrip("\n"))
    if len(a) + len(b) > LONG:
        return _plain(expected.rstrip("\n")), _plain(got.rstrip("\n"))
    ours: list[Content] = []
    theirs: list[Content] = []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        same = kind == "equal"
        ours.append(_piece("".join(a[i:j]), "" if same else f"bold underline {OURS}"))
        theirs.append(_piece("".join(b[k:m]), "" if same else f"bold underline {THEIRS}"))
    return _lines(ours), _lines(theirs)


def _piece(text: str, style: str) -> Content:
    return Content.styled(text, style) if style else Content(text)


def _lines(pieces: Sequence[Content]) -> list[Content]:
    return list(Content.assemble(*pieces).split("\n", allow_blank=True))


def _signs(ours: Sequence[Content], theirs: Sequence[Content]) -> list[str]:
    """A sign for each line: whether the other side has another one there."""
    longest = max(len(ours), len(theirs))
    texts = [[line.plain for line in side] for side in (ours, theirs)]
    return [" " if _at(texts[0], n) == _at(texts[1], n) else "≠" for n in range(longest)]


def _at(lines: Sequence[str], index: int) -> str | None:
    return lines[index] if index < len(lines) else None


def _beside(ours: Sequence[Content], theirs: Sequence[Content], left: int) -> Content:
    rows = [Content.assemble((f"{EXPECTED:<{left}}   ", OURS), (GOT, THEIRS))]
    for index, sign in enumerate(_signs(ours, theirs)):
        line = ours[index] if index < len(ours) else Content("")
        other = theirs[index] if index < len(theirs) else Content("")
        blanks = " " * (left - line.cell_length)
        middle = " ≠ " if sign == "≠" else " │ "
        rows.append(Content.assemble(line, blanks, (middle, "$foreground-muted"), other))
    return Content("\n").join(rows)


def _stacked(sides: Sequence[tuple[str, Sequence[Content]]], signs: Sequence[str] = ()) -> Content:
    """One below the other, each line behind the name of its side."""
    wide = max(len(name) for name, _ in sides) + 2
    rows = []
    for name, lines in sides:
        for index, line in enumerate(lines):
            label = name if index == 0 else ""
            sign = f"{signs[index]} " if signs else ""
            rows.append(Content.assemble((f"{label:<{wide}}{sign}", "$foreground-muted"), line))
    return Content("\n").join(rows)


def _headed(sides: Sequence[tuple[str, Sequence[Content]]], signs: Sequence[str]) -> Content:
    """One below the other, each below its name: eleven columns more for long rows."""
    rows = []
    for name, lines in sides:
        rows.append(Content.styled(name, "$foreground-muted"))
        for sign, line in zip(signs, lines, strict=False):
            rows.append(Content.assemble((f"{sign} ", "$foreground-muted"), line))
    return Content("\n").join(rows)
