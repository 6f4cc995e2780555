"""Small parts of a cell on the screen, and its words."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import Static

from tutor.engine import protocol


class RunLabel(Static):
    """What a click on it does: run the cell, or stop it."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """It was clicked."""

    def on_click(self) -> None:
        """Tell the cell."""
        self.post_message(self.Pressed())


_OUTCOMES = {
    "done": "✓ done",
    "raised": "✗ stopped by an error",
    "stopped": "■ stopped; what it had made so far is kept",
    "died": "✗ the process ended",
    "data": "… waits for its data",
}


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
