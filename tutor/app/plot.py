"""The widget that draws a cell's curves while they grow."""

from __future__ import annotations

from time import perf_counter

from textual import events
from textual.content import Content, Span
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tutor.app.plot_canvas import Markers
from tutor.app.plot_picture import Item, Picture, draw, render_text
from tutor.app.series import CurveData, Series
from tutor.course.model import PlotOptions
from tutor.engine import protocol

__all__ = ["PlotView", "render_text"]

SHORTEST = 1 / 15  # seconds between two draws
SHARE = 0.2  # of the event loop's time that drawing may take

# After Okabe and Ito's colours for all kinds of colour vision, those that are too near to the
# ground made lighter or darker: each has a contrast of 3 or more.
ON_DARK = ("#56B4E9", "#E69F00", "#2FC49B", "#E08BB8", "#F0E442", "#F0733A")
ON_LIGHT = ("#0072B2", "#B54A00", "#00704F", "#A03C79", "#7A6200", "#4A4A4A")
ON_ANSI = ("ansi_blue", "ansi_red", "ansi_cyan", "ansi_magenta", "ansi_green", "ansi_yellow")


class PlotView(Widget):
    """Curves, drawn at most fifteen times a second and in a fifth of the time at most.

    Feed it the events of a run; call `finish` at its end, so that the last points show at once.
    """

    DEFAULT_CSS = """
    PlotView {
        width: 1fr;
        height: 1fr;
        text-wrap: nowrap;
        text-overflow: clip;
    }
    """

    HELP = """\
**A curve** draws itself while its cell runs. Its names and latest values stand above it; with
several curves each has a letter, which also stands at its end. What can't be drawn (∞, NaN,
values ≤ 0 on a logarithmic axis) is said below it.
"""

    def __init__(
        self,
        options: PlotOptions | None = None,
        *,
        markers: Markers = "braille",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._options = options or PlotOptions()
        self._markers: Markers = markers
        self._items: dict[str, Item] = {}
        self._picture = Picture()
        self._drawn_for: tuple[int, int] | None = None  # size; None when there is news
        self._timer: Timer | None = None
        self._earliest = 0.0  # when the next draw may begin, by perf_counter
        self.draws = 0  # pictures drawn so far

    # --- what it shows -------------------------------------------------------------------------

    @property
    def items(self) -> tuple[Item, ...]:
        """The curves in the order in which they first came."""
        return tuple(self._items.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self._items

    @property
    def text(self) -> str:
        """The plot as plain text, up to date, at the size it has (72 x 18 before it has one)."""
        width, height = self.size
        if width and height:
            return self._fresh(width, height).text
        return render_text(self.items, self._options, 72, 18, markers=self._markers)

    @property
    def markers(self) -> Markers:
        """What curves are drawn with."""
        return self._markers

    @markers.setter
    def markers(self, markers: Markers) -> None:
        self._markers = markers
        self._changed()

    def set_options(self, options: PlotOptions) -> None:
        """Title, names of the axes, scale."""
        self._options = options
        self._changed()

    def add_points(self, event: protocol.Points) -> None:
        """Let a curve grow."""
        series = self._items.get(event.series)
        if not isinstance(series, Series):
            series = self._items[event.series] = Series(event.series)
        series.extend(event.x, event.y)
        self._changed()

    def set_curve(self, event: protocol.Curve) -> None:
        """Add a whole curve; it replaces one of the same name."""
        self._items[event.series] = CurveData.read(event.series, event.x, event.y, event.style)
        self._changed()

    def clear(self) -> None:
        """Forget all curves."""
        self._items.clear()
        self.finish()

    def finish(self) -> None:
        """Draw now whatever is new: nothing more is coming for a while."""
        self._stop_timer()
        self._drawn_for = None
        self.refresh()

    # --- when it draws -------------------------------------------------------------------------

    def _changed(self) -> None:
        self._drawn_for = None
        if self._timer is None and self.is_attached:
            self._draw_when_due()

    def _draw_when_due(self) -> None:
        self._timer = None
        wait = self._earliest - perf_counter()
        if wait > 0:
            self._timer = self.set_timer(wait, self._draw_when_due)
        else:
            self._earliest = perf_counter() + SHORTEST  # until the cost of this draw is known
            self.refresh()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def on_mount(self) -> None:
        """Points may have come before there was a place to draw them."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh())

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.refresh()

    def on_unmount(self) -> None:
        """No draw is due any more."""
        self._stop_timer()

    # --- how it draws --------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw, and keep away from the event loop for four times as long as that took."""
        began, draws = perf_counter(), self.draws
        strips = super().render_lines(crop)
        if self.draws != draws:
            ended = perf_counter()
            self._earliest = began + max(SHORTEST, (ended - began) / SHARE)
        return strips

    def render(self) -> Content:
        """The picture in the colours of the theme."""
        picture = self._fresh(*self.size)
        parts: list[str] = []
        spans: list[Span] = []
        at = 0
        for number, line in enumerate(picture.lines):
            for text, role in [("\n", None), *line] if number else line:
                if role is not None:
                    spans.append(Span(at, at + len(text), self._style(role)))
                parts.append(text)
                at += len(text)
        return Content("".join(parts), spans)

    def _fresh(self, width: int, height: int) -> Picture:
        """The picture at that size; drawn only when something has changed."""
        if self._drawn_for != (width, height):
            self._picture = draw(self.items, self._options, width, height, markers=self._markers)
            self._drawn_for = (width, height)
            self.draws += 1
        return self._picture

    def _style(self, role: str | int) -> str:
        theme = self.app.current_theme
        if isinstance(role, int):
            colours = ON_ANSI if theme.ansi else ON_DARK if theme.dark else ON_LIGHT
            return colours[role % len(colours)]
        # $text-muted is opaque in a span (Textual 8.2.8), and a terminal's own colours don't mix.
        axis = "dim" if theme.ansi else "$foreground-muted"
        return {"axis": axis, "title": "bold", "note": "$text-warning"}[role]
