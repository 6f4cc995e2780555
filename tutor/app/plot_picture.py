"""A plot as lines of text: legend, axes, curves, and notes on what could not be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tutor.app import plot_legend, plot_range
from tutor.app.plot_canvas import Canvas, Markers, Place, Strokes
from tutor.app.plot_legend import Frame, Run, crop
from tutor.app.plot_scale import Scale, number
from tutor.app.series import CurveData, Series
from tutor.app.trace import Item, Role, Trace, of_items, shown_name
from tutor.course.model import PlotOptions

MIN_WIDTH, MIN_HEIGHT = 24, 6  # below this a curve says less than a number
ROOMY = 12  # rows from which on there is room for title, axis names and more notes
TALL = 22  # and from which on there is room for more of each
GUTTER = 40  # columns from which on the ends of curves are named beside the picture
LEFT = "✕"  # where a diverging curve leaves
# ANSI foreground colours that stay readable on light and on dark, for text outside the app
_ANSI = (34, 31, 36, 35, 32, 33)


@dataclass(slots=True)
class Picture:
    """Lines made of runs; `text` is the same without colours."""

    lines: list[list[Run]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as plain text."""
        return "\n".join("".join(run[0] for run in line).rstrip() for line in self.lines)

    def coloured(self) -> str:
        """The lines with ANSI colours."""
        return "\n".join("".join(_ansi(*run) for run in line).rstrip() for line in self.lines)


def _ansi(text: str, role: Role | None) -> str:
    codes = {"axis": "2", "title": "1", "note": "33"}
    if role in (None, "plain") or not text.strip():
        return text
    code = str(_ANSI[role % len(_ANSI)]) if isinstance(role, int) else codes[str(role)]
    return f"\x1b[{code}m{text}\x1b[0m"


def draw(
    items: Sequence[Item],
    options: PlotOptions,
    width: int,
    height: int,
    *,
    markers: Markers = "braille",
) -> Picture:
    """A plot of exactly that size or less; never raises, however small the size."""
    return draw_traces(of_items(items), options, width, height, markers=markers)


def draw_traces(
    traces: Sequence[Trace],
    options: PlotOptions,
    width: int,
    height: int,
    *,
    markers: Markers = "braille",
    strokes: Strokes | None = None,
    nothing: str = "No points yet.",
) -> Picture:
    """The same of curves that have been named; `strokes` keeps what is drawn again.

    `nothing` is said where there are no curves.
    """
    if width <= 0 or height <= 0:
        return Picture()
    if not traces:
        return Picture([[(crop(nothing, width, markers == "ascii"), "note")]])
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        return _summary(traces, width, height, markers)
    if strokes is None:
        strokes = Strokes()
    strokes.turn()
    return _Drawing(traces, options, (width, height), markers, strokes).picture()


def _summary(traces: Sequence[Trace], width: int, height: int, markers: Markers) -> Picture:
    """The latest values, where there is no room for a curve; of several runs the newest first."""
    ascii_only = markers == "ascii"
    lines: list[list[Run]] = []
    named = [trace for trace in traces if trace.name] or list(traces)
    if any(trace.run for trace in named):
        named.reverse()
    for trace in named[:height]:
        name = f"{trace.tag} {trace.name}" if trace.run else trace.name
        text = f"{name} {number(trace.item.last, ascii_only=ascii_only)}".strip()
        if isinstance(trace.item, Series):
            text += f" at {number(trace.item.last_x, ascii_only=ascii_only)}"
        lines.append([(crop(text, width, ascii_only), trace.role)])
    return Picture(lines)


class _Drawing:
    """One picture in the making."""

    def __init__(
        self,
        traces: Sequence[Trace],
        options: PlotOptions,
        size: tuple[int, int],
        markers: Markers,
        strokes: Strokes,
    ) -> None:
        # what has no name, as contours, stays behind the others
        self.traces = sorted(traces, key=lambda trace: trace.role != "axis")
        self.options, self.markers, self.strokes = options, markers, strokes
        self.width, self.height = width, height = size
        self.ascii_only = markers == "ascii"
        self.frame = Frame(width, self.ascii_only, height >= ROOMY, height >= TALL)
        self.log = options.yscale == "log"
        self.pieces = [trace.pieces(log=self.log) for trace in self.traces]
        self.x_scale, self.y_scale = plot_range.scales(self.traces, self.pieces, self.log)
        self.ends: list[tuple[Place, int]] = []  # where curves end, to be named there
        self.left: list[tuple[Place, int]] = []  # where curves leave
        self.cut: list[tuple[Trace, float]] = []  # those that leave what is shown, and at which x
        tags = [trace.tag for trace in self.traces if trace.tag]
        wide = len(tags) > 1 and width >= GUTTER and not self.ascii_only
        self.gutter = max(map(len, tags)) + 1 if wide else 0

    def picture(self) -> Picture:
        """Head, curves, foot."""
        strokes = [self._places(trace, i) for i, trace in enumerate(self.traces)]
        named = [trace for trace in self.traces if trace.name]
        head = [
            *plot_legend.title(self.options, self.frame),
            *plot_legend.legend(named, self.options, self.frame),
        ]
        foot = [
            *plot_legend.x_name(self.options, self.frame),
            *plot_legend.notes(self.traces, self.cut, self.options, self.frame),
        ]
        body = self._body(self.height - len(head) - len(foot), strokes)
        return Picture([*head, *body, *foot])

    # --- the curves ----------------------------------------------------------------------------

    def _places(self, trace: Trace, index: int) -> list[list[Place]]:
        """The parts of a curve that are within the picture; notes where it ends or leaves."""
        found: list[list[Place]] = []
        out = None
        for xs, ys in self.pieces[index]:
            places = list(
                zip(map(self.x_scale.place, xs), map(self.y_scale.place, ys), strict=True)
            )
            parts, out = plot_range.inside(places)
            found += parts
        if not found:
            return found
        item = trace.item
        gone = isinstance(item, Series) and item.gone
        if trace.name and (out is not None or gone):
            self.left.append((out or found[-1][-1], index))
            if out is not None:
                self.cut.append((trace, self.x_scale.value(out[0])))
        self.ends.append((found[-1][-1], index))
        return found

    def _body(self, height: int, strokes: list[list[list[Place]]]) -> list[list[Run]]:
        """Axes and curves on that many rows, the lowest two being the horizontal axis."""
        rows = max(1, height - 2)
        ticks = self.y_scale.ticks(max(2, min(6, (rows + 1) // 2)), ascii_only=self.ascii_only)
        margin = min(max([len(label) for _, label in ticks], default=0), self.width // 2)
        width = self.width - margin - 1 - self.gutter
        canvas = Canvas(width, rows, self.markers, self.strokes)
        self._draw_curves(canvas, strokes)
        beside = self._beside(canvas)
        lines = self._rows(canvas, ticks, margin)
        for y, (text, index) in beside.items():
            lines[y].append((f" {text}", self.traces[index].role))
        return [*lines, *self._x_axis(self.x_scale, margin, width)]

    def _draw_curves(self, canvas: Canvas, strokes: list[list[list[Place]]]) -> None:
        for index, trace in enumerate(self.traces):
            style = trace.item.style if isinstance(trace.item, CurveData) else "line"
            for places in strokes[index]:
                if style != "points":
                    canvas.line(places, index, trace.mark)
                if style != "line":
                    canvas.points(places, index, trace.mark)
        for place, index in self.left:
            canvas.sign(place, "X" if self.ascii_only else LEFT, index)
        if self.ascii_only:  # there each curve has a character of its own already
            return
        for place, index in self.ends:
            if self.traces[index].tag and not self._at_edge(place):
                canvas.label(place, self.traces[index].tag, index)

    def _at_edge(self, place: Place) -> bool:
        return bool(self.gutter) and place[0] > 0.97

    def _beside(self, canvas: Canvas) -> dict[int, tuple[str, int]]:
        """Names of the curves that end at the right edge, by row: one below the other."""
        ends = [
            ((1 - place[1]) * (canvas.height - 1), index)
            for place, index in self.ends
            if self.traces[index].tag and self._at_edge(place)
        ]
        wanted = sorted(ends[-canvas.height :])  # if there are too many, the newest
        rows: list[int] = []
        for at, _ in wanted:
            rows.append(max(round(at), rows[-1] + 1 if rows else 0))
        highest = canvas.height - 1  # those pushed out below move up
        for i in range(len(rows) - 1, -1, -1):
            rows[i] = min(rows[i], highest)
            highest = rows[i] - 1
        return {
            row: (self.traces[index].tag, index)
            for row, (_, index) in zip(rows, wanted, strict=True)
        }

    def _rows(
        self, canvas: Canvas, ticks: Sequence[tuple[float, str]], margin: int
    ) -> list[list[Run]]:
        bar, tick = ("|", "+") if self.ascii_only else ("│", "┤")
        labels = {round((1 - place) * (canvas.height - 1)): label for place, label in ticks}
        lines = []
        for y, runs in enumerate(canvas.rows()):
            label = labels.get(y)
            mark = bar if label is None else tick
            axis = (f"{(label or '')[:margin]:>{margin}}{mark}", "axis")
            lines.append([axis, *((t, None if i is None else self._role(i)) for t, i in runs)])
        return lines

    def _role(self, index: int) -> Role:
        return self.traces[index].role

    def _x_axis(self, scale: Scale, margin: int, width: int) -> list[list[Run]]:
        corner, flat, tick = ("+", "-", "+") if self.ascii_only else ("└", "─", "┬")
        ticks = scale.ticks(max(2, width // 9))
        longest = max((len(label) for _, label in ticks), default=0)
        if len(ticks) > 2 and (longest + 2) * len(ticks) > width:
            ticks = scale.ticks(max(2, width // (longest + 3)))
        axis = [flat] * width
        labels = [" "] * (margin + 1 + width)
        free_from = 0
        for place, label in ticks:
            at = round(place * (width - 1))
            start = min(max(margin + 1 + at - len(label) // 2, 0), len(labels) - len(label))
            if start < free_from or not 0 <= at < width:
                continue
            axis[at] = tick
            labels[start : start + len(label)] = label
            free_from = start + len(label) + 1
        return [
            [(" " * margin + corner + "".join(axis), "axis")],
            [("".join(labels), "axis")],
        ]


def render_text(
    items: Sequence[Item],
    options: PlotOptions,
    width: int,
    height: int,
    *,
    markers: Markers = "braille",
    colour: bool = False,
) -> str:
    """A plot as text of at most `width` x `height` characters, for use outside the app."""
    picture = draw(items, options, width, height, markers=markers)
    return picture.coloured() if colour else picture.text


__all__ = ["Item", "Markers", "Picture", "draw", "draw_traces", "render_text", "shown_name"]
