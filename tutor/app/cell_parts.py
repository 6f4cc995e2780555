"""Small parts of a cell on the screen, and its words."""

from __future__ import annotations

from collections.abc import Mapping

from textual.message import Message
from textual.widgets import Static

from tutor.app import data_words
from tutor.app.remaining import Expected
from tutor.engine import protocol


class RunLabel(Static):
    """What a click on it does: run the cell, or stop it."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """It was clicked."""

    def on_click(self) -> None:
        """Tell the cell."""
        self.post_message(self.Pressed())


UNKNOWN = 5.0  # seconds of a cell whose lesson says nothing: that is no expectation

HELP = """\
**A cell.** `[[lesson.run]]` runs it, `[[lesson.escape]]` stops it (what it has learned so far is
kept, and used by the cells after it), `[[lesson.edit]]` edits it (`[[lesson.reset]]` goes back to
the lesson's own code). The lines under the code are knobs: `tab` reaches them. Cells that this one
needs are run first by themselves. Where it uses code that you can write (`tutor.mine`),
`[[lesson.mine]]` switches between yours and the reference.
"""


_OUTCOMES = {
    "done": "✓ done",
    "raised": "✗ stopped by an error",
    "stopped": "■ stopped; what it had made so far is kept",
    "died": "✗ the process ended",
    "data": "… waits for its data",
}


class UsedData:
    """The data sets that one run works with."""

    def __init__(self) -> None:
        self._used: dict[str, protocol.DataUsed] = {}

    @property
    def used(self) -> list[protocol.DataUsed]:
        """What came last of each set."""
        return list(self._used.values())

    def begin(self) -> None:
        """Another run starts."""
        self._used = {}

    def take(self, event: protocol.DataUsed) -> None:
        """The run works with this."""
        self._used[event.name] = event

    def marked(self, event: protocol.AnyEvent) -> protocol.AnyEvent:
        """An output of the run; pictures and tables of synthetic data say so in their titles."""
        if not isinstance(event, protocol.Images | protocol.Table):
            return event
        if not any(used.kind == "synthetic" for used in self._used.values()):
            return event
        title = data_words.marked(event.title)
        if isinstance(event, protocol.Images):
            return protocol.Images(event.run, event.pictures, title, event.columns)
        return protocol.Table(event.run, event.header, event.rows, title)


def budget(budgets: Mapping[str, float], cell: str) -> Expected:
    """How long a cell takes, as its lesson says; nothing is expected where it says nothing."""
    seconds = budgets.get(cell, 0.0)
    return Expected(seconds if seconds > UNKNOWN else 0.0)


def behind_name(*, edited: bool, revised: bool) -> str:
    """What is said behind the name of a cell."""
    if not edited:
        return ""
    if revised:
        return " · edited; the lesson's own code has changed: [[lesson.reset]] takes it"
    return " · edited: [[lesson.reset]] goes back"


def summary(event: protocol.Finished) -> str:
    """How a run ended, how long it took, and how fast it was."""
    parts = [_OUTCOMES[event.outcome], time_words(event.seconds)]
    if event.steps and event.seconds > 0:
        parts.append(f"{event.steps / event.seconds:,.0f} steps/s".replace(",", " "))
    return " · ".join(parts)


def time_words(seconds: float) -> str:
    """A time as it is said once it has passed: "45 ms", "1.24 s", "12 s"."""
    if seconds < 0.1:
        return f"{max(1, round(seconds * 1000))} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"
