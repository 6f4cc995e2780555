"""The widget that draws curves while they grow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

from textual import events
from textual.content import Content, Span
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tutor.app.pace import Pace
from tutor.app.plot_canvas import Markers, Strokes
from tutor.app.plot_colours import style_of
from tutor.app.plot_picture import Picture, draw_traces, render_text
from tutor.app.series import CurveData, Series
from tutor.app.trace import Item, Trace, of_items
from tutor.course.model import PlotOptions
from tutor.engine import protocol

__all__ = ["PlotView", "render_text"]

SHORTEST = 1 / 15  # seconds between two draws
SHARE = 0.2  # of the event loop's time that drawing may take


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
several curves each has a letter or a digit, which also stands at its end. A curve that diverges
is drawn to where it leaves, with a ✕ there. What can't be drawn (∞, NaN, values ≤ 0 on a
logarithmic axis) is said below it.
"""

    def __init__(
        self,
        options: PlotOptions | None = None,
        *,
        markers: Markers | None = None,
        traces: Callable[[], Sequence[Trace]] | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Without `markers` those of the app's settings. `traces` gives the curves at each draw.

        Without `traces` it draws the curves that it is fed by `add_points` and `set_curve`.
        """
        super().__init__(id=id, classes=classes)
        self._options = options or PlotOptions()
        self._markers = markers
        self._traces = traces
        self._items: dict[str, Item] = {}
        self._strokes = Strokes()
        self._picture = Picture()
        self._drawn_for: object = None  # size and markers; None when there is news
        self._pace = Pace(self, self.refresh, shortest=SHORTEST, share=SHARE)
        self.draws = 0  # pictures drawn so far
        self.nothing = "No points yet."  # said where there are no curves

    # --- what it shows -------------------------------------------------------------------------

    @property
    def items(self) -> tuple[Item, ...]:
        """The curves in the order in which they first came."""
        if self._traces is not None:
            return tuple(trace.item for trace in self._traces())
        return tuple(self._items.values())

    @property
    def traces(self) -> Sequence[Trace]:
        """The curves as they are drawn."""
        return of_items(self.items) if self._traces is None else self._traces()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.items

    @property
    def text(self) -> str:
        """The plot as plain text, up to date, at the size it has (72 x 18 before it has one)."""
        width, height = self.size
        if width and height:
            return self._fresh(width, height).text
        return draw_traces(self.traces, self._options, 72, 18, markers=self.markers).text

    @property
    def markers(self) -> Markers:
        """What curves are drawn with."""
        if self._markers is None and self.is_attached:
            chosen: Markers = getattr(self.app, "markers", "braille")
            return chosen
        return self._markers or "braille"

    @markers.setter
    def markers(self, markers: Markers) -> None:
        self._markers = markers
        self.changed()

    def set_options(self, options: PlotOptions) -> None:
        """Title, names of the axes, scale."""
        if options != self._options:
            self._options = options
            self.changed()

    def add_points(self, event: protocol.Points) -> None:
        """Let a curve grow."""
        series = self._items.get(event.series)
        if not isinstance(series, Series):
            series = self._items[event.series] = Series(event.series)
        series.extend(event.x, event.y)
        self.changed()

    def set_curve(self, event: protocol.Curve) -> None:
        """Add a whole curve; it replaces one of the same name."""
        self._items[event.series] = CurveData.read(event.series, event.x, event.y, event.style)
        self.changed()

    def clear(self) -> None:
        """Forget all curves."""
        self._items.clear()
        self.finish()

    def finish(self) -> None:
        """Draw now whatever is new: nothing more is coming for a while."""
        self._pace.stop()
        self._drawn_for = None
        self.refresh()

    # --- when it draws -------------------------------------------------------------------------

    def changed(self) -> None:
        """There is news: draw it as soon as it is due."""
        self._drawn_for = None
        self._pace.ask()

    def on_mount(self) -> None:
        """Points may have come before there was a place to draw them."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh())
        settings = getattr(self.app, "settings_changed", None)
        if settings is not None:  # the markers may be others
            settings.subscribe(self, lambda _: self.refresh())

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.refresh()

    def on_unmount(self) -> None:
        """No draw is due any more."""
        self._pace.stop()

    # --- how it draws --------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw, and keep away from the event loop for four times as long as that took."""
        began, draws = perf_counter(), self.draws
        strips = super().render_lines(crop)
        if self.draws != draws:
            self._pace.drawn(began)
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
                    style = style_of(role, self.app.current_theme)
                    spans.append(Span(at, at + len(text), style))
                parts.append(text)
                at += len(text)
        return Content("".join(parts), spans)

    def _fresh(self, width: int, height: int) -> Picture:
        """The picture at that size; drawn only when something has changed."""
        wanted = width, height, self.markers
        if self._drawn_for != wanted:
            self._picture = draw_traces(
                self.traces,
                self._options,
                width,
                height,
                markers=self.markers,
                strokes=self._strokes,
                nothing=self.nothing,
            )
            self._drawn_for = wanted
            self.draws += 1
        return self._picture
