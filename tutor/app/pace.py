"""When a widget may draw again: not too often, and in a share of the event loop's time at most."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from textual.timer import Timer
from textual.widget import Widget


class Pace:
    """Calls `draw` for a widget as soon as it is due, however often that is asked for.

    shortest: seconds between the beginnings of two draws; share: of the time that drawing may take.
    """

    def __init__(
        self, widget: Widget, draw: Callable[[], object], *, shortest: float, share: float
    ) -> None:
        self._widget, self._draw = widget, draw
        self._shortest, self._share = shortest, share
        self._timer: Timer | None = None
        self._earliest = 0.0  # when the next draw may begin, by perf_counter

    def ask(self) -> None:
        """There is news: draw it now or, if that is too early, when it is due."""
        if self._timer is None and self._widget.is_attached:
            self._draw_when_due()

    def drawn(self, began: float) -> None:
        """A draw is over; `began` is when it began, by perf_counter."""
        self._earliest = began + max(self._shortest, (perf_counter() - began) / self._share)

    def stop(self) -> None:
        """No draw is due any more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _draw_when_due(self) -> None:
        self._timer = None
        wait = self._earliest - perf_counter()
        if wait > 0:
            self._timer = self._widget.set_timer(wait, self._draw_when_due)
        else:
            self._earliest = perf_counter() + self._shortest  # until the cost of this one is known
            self._draw()
