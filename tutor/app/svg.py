"""Plots and surfaces as vector drawings, on white, made to be put into a text.

Every curve has a colour and a dash of its own and is named at its end, so that a copy in grey
can be read as well. The legend stands beside the plot and covers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from xml.sax.saxutils import escape

from tutor.app import plot_range
from tutor.app.plot_scale import Scale, number
from tutor.app.series import CurveData, Series, floats
from tutor.app.trace import FAINT, Trace
from tutor.course.model import PlotOptions
from tutor.engine.protocol import Path, Surface

WIDTH, HEIGHT = 760, 380  # of one part, in pixels of CSS
LEFT, RIGHT, TOP, BOTTOM = 76, 210, 44, 56  # room around the curves
CAPTION = 28  # pixels for a line above all parts
GREY, LIGHT_GREY = "#595959", "#C8C8C8"
GHOST = "#8C8C8C"  # paths of other runs
DASHES = ("", "8 4", "2 3", "9 3 2 3", "14 4", "5 2", "2 6", "12 3 2 3 2 3")
SHADES = 12  # into which the heights of a surface are rounded
NO_SHADE = -1  # where there is no height: the paper stays white
FONT = "font-family='Helvetica, Arial, sans-serif' font-size='13'"


@dataclass(frozen=True, slots=True)
class Part:
    """One plot of a page: what is in it, from its own upper left corner."""

    body: list[str]
    height: int = HEIGHT


def page(parts: Sequence[Part], title: str, caption: str = "") -> str:
    """Parts below one another, as a whole file; the caption above all of them."""
    above = CAPTION if caption else 0
    height = above + (sum(part.height for part in parts) or HEIGHT)
    lines = [
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height}' "
        f"viewBox='0 0 {WIDTH} {height}' {FONT}>",
        f"<title>{escape(f'{title} · {caption}' if caption else title)}</title>",
        f"<rect width='{WIDTH}' height='{height}' fill='white'/>",
    ]
    if caption:
        lines.append(_text(LEFT, 20, caption, "font-style='italic'"))
    top = above
    for part in parts:
        lines += [f"<g transform='translate(0 {top})'>", *part.body, "</g>"]
        top += part.height
    return "\n".join([*lines, "</svg>", ""])


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where values lie on the paper."""

    x: Scale
    y: Scale

    def at(self, place: plot_range.Place) -> tuple[float, float]:
        """The point of a place between 0 and 1."""
        return (
            LEFT + place[0] * (WIDTH - LEFT - RIGHT),
            TOP + (1 - place[1]) * (HEIGHT - TOP - BOTTOM),
        )

    def places(self, xs: Sequence[float], ys: Sequence[float]) -> list[plot_range.Place]:
        """Places of values; all must be drawable."""
        return [(self.x.place(x), self.y.place(y)) for x, y in zip(xs, ys, strict=True)]

    def frame(self, title: str, x_name: str, y_name: str) -> list[str]:
        """The axes with ticks and names."""
        (left, bottom), (right, top) = self.at((0, 0)), self.at((1, 1))
        lines = [_text(left, 24, title, "font-weight='bold' font-size='15'")] if title else []
        for place, label in self.y.ticks(7):
            _, y = self.at((0, place))
            lines.append(_line([(left, y), (right, y)], LIGHT_GREY, 0.5))
            lines.append(_text(left - 8, y + 4, label, f"text-anchor='end' fill='{GREY}'"))
        for place, label in self.x.ticks(7):
            x, _ = self.at((place, 0))
            lines.append(_line([(x, bottom), (x, bottom + 5)], GREY, 1))
            style = f"text-anchor='middle' fill='{GREY}'"
            lines.append(_text(x, bottom + 20, label, style))
        lines.append(_line([(left, top), (left, bottom), (right, bottom)], GREY, 1))
        lines.append(_text((left + right) / 2, bottom + 42, x_name, "text-anchor='middle'"))
        middle = (top + bottom) / 2
        turned = f"text-anchor='middle' transform='rotate(-90 18 {middle:.1f})'"
        return [*lines, _text(18, middle, y_name, turned)]


# --- curves -----------------------------------------------------------------------------------


def plot(traces: Sequence[Trace], options: PlotOptions, colours: Sequence[str]) -> Part:
    """Curves with axes, and a legend on the right."""
    log = options.yscale == "log"
    behind_first = sorted(traces, key=lambda trace: trace.role != "axis")
    pieces = [trace.pieces(log=log) for trace in behind_first]
    axes = _Axes(*plot_range.scales(behind_first, pieces, log))
    y_name = options.y or next((t.series or t.name for t in traces if t.name), "")
    weight = max((trace.smoothing for trace in traces), default=0.0)
    if weight:
        y_name = f"{y_name} (smoothed {weight:g})".lstrip()
    body = axes.frame(options.title, options.x, y_name)
    ends: list[tuple[plot_range.Place, Trace]] = []
    for trace, found in zip(behind_first, pieces, strict=True):
        lines, end = _curve(trace, found, axes, colours)
        body += lines
        if end is not None and trace.tag:
            ends.append((end, trace))
    named = [trace for trace in traces if trace.name]
    height = max(HEIGHT, TOP + 20 * len(named) + 20)
    return Part([*body, *_tags(ends, colours), *_legend(named, colours)], height)


def _tags(ends: Sequence[tuple[plot_range.Place, Trace]], colours: Sequence[str]) -> list[str]:
    """Names at the ends of curves; those that would lie on one another move down."""
    lines: list[str] = []
    lowest: dict[int, float] = {}  # by where they stand from left to right, in steps of 40
    for (x, y), trace in sorted(ends, key=lambda end: end[0][1]):
        column = round(x / 40)
        at = max(y + 4, lowest.get(column, -inf) + 14)
        lowest[column] = at
        lines.append(_text(x + 8, at, trace.tag, f"fill='{_look(trace, colours)[0]}'"))
    return lines


def _curve(
    trace: Trace,
    pieces: list[tuple[list[float], list[float]]],
    axes: _Axes,
    colours: Sequence[str],
) -> tuple[list[str], plot_range.Place | None]:
    """What draws a curve, and where it ends on the paper."""
    colour, dash = _look(trace, colours)
    style = trace.item.style if isinstance(trace.item, CurveData) else "line"
    lines: list[str] = []
    end = out = None
    for xs, ys in pieces:
        parts, out = plot_range.inside(axes.places(xs, ys))
        for part in parts:
            points = [axes.at(place) for place in part]
            end = points[-1]
            if style != "points" and len(points) > 1:
                lines.append(_line(points, colour, 2 if trace.name else 1, dash))
            if style != "line" or len(points) == 1:
                lines += [_dot(point, colour) for point in points]
    gone = isinstance(trace.item, Series) and trace.item.gone
    if end is not None and trace.name and (gone or out is not None):
        lines.append(_cross(end, colour))
    return lines, end


def _look(trace: Trace, colours: Sequence[str]) -> tuple[str, str]:
    """Colour and dash of a curve."""
    if not isinstance(trace.role, int):
        return (LIGHT_GREY if trace.role == "axis" else "#000000"), ""
    if trace.role >= FAINT:
        return LIGHT_GREY, ""
    return colours[trace.role % len(colours)], DASHES[trace.role % len(DASHES)]


def _legend(named: Sequence[Trace], colours: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for row, trace in enumerate(named):
        y = TOP + 8 + 20 * row
        colour, dash = _look(trace, colours)
        start = WIDTH - RIGHT + 34
        _, _, series = trace.series.partition(" ")
        lines.append(_line([(start, y), (start + 26, y)], colour, 2, dash))
        text = " · ".join(part for part in (f"{trace.tag} {trace.name}".strip(), series) if part)
        lines.append(_text(start + 32, y + 4, text, "font-size='12'"))
    return lines


# --- surfaces ---------------------------------------------------------------------------------


def surface(
    event: Surface,
    ghosts: Sequence[tuple[str, Surface]],
    colours: Sequence[str],
    names: PlotOptions | None = None,
) -> Part:
    """An objective with the paths on it; those of other runs behind, in grey."""
    xs, ys = floats(event.x), floats(event.y)
    axes = _Axes(Scale.over(xs), Scale.over([y for y in ys if abs(y) < 1e300]))
    body = _heat(event, axes) if event.shade and event.style != "contours" else []
    two = bool(event.shade or event.contours)
    names = names or PlotOptions()
    usual = ("x1", "x2") if two else ("x", "f")
    body += axes.frame(event.name or names.title, names.x or usual[0], names.y or usual[1])
    for contour in event.contours:
        for x, y in contour.lines:
            body += _path(Path("", x, y), axes, GREY, 0.7)
    if not two:
        body += _path(Path("", event.x, event.y), axes, GREY, 1.5)
    behind = [(label, path) for label, ghost in ghosts for path in ghost.paths]
    for place, (label, path) in enumerate(behind, 1):
        dash = DASHES[place % len(DASHES)]
        body += _path(path, axes, GHOST, 1, dash=dash)
        words = " ".join(part for part in (path.name, label) if part)
        body += _surface_entry(path, words, len(event.paths) + place - 1, GHOST, dash)
    for row, path in enumerate(event.paths):
        colour = colours[row % len(colours)]
        body += _path(path, axes, colour, 2, dots=True)
        body += _surface_entry(path, path.name, row, colour)
    for name, mark_x, mark_y in event.marks:
        at = axes.at((axes.x.place(mark_x), axes.y.place(mark_y)))
        body += [_cross(at, "#000000"), _text(at[0] + 7, at[1] - 5, name)]
    return Part(body, max(HEIGHT, TOP + 20 * (len(event.paths) + len(behind)) + 20))


def _surface_entry(path: Path, name: str, row: int, colour: str, dash: str = "") -> list[str]:
    y = TOP + 8 + 20 * row
    start = WIDTH - RIGHT + 34
    heights = floats(path.height)
    value = f"  f = {number(heights[-1])}" if heights else ""
    return [
        _line([(start, y), (start + 26, y)], colour, 2, dash),
        _text(start + 32, y + 4, f"{name}{value}", "font-size='12'"),
    ]


def _path(
    path: Path, axes: _Axes, colour: str, width: float, *, dots: bool = False, dash: str = ""
) -> list[str]:
    pairs = [
        (x, y)
        for x, y in zip(floats(path.x), floats(path.y), strict=False)
        if abs(x) < 1e300 and abs(y) < 1e300
    ]
    places = [(axes.x.place(x), axes.y.place(y)) for x, y in pairs]
    parts, out = plot_range.inside(places)
    lines: list[str] = []
    for part in parts:
        points = [axes.at(place) for place in part]
        lines.append(_line(points, colour, width, dash))
        lines += [_dot(point, colour) for point in points] if dots else []
    if out is not None and dots:
        lines.append(_cross(axes.at(out), colour))
    return lines


def _heat(event: Surface, axes: _Axes) -> list[str]:
    """Shades as rectangles, neighbours of one shade together."""
    xs, ys = floats(event.x), floats(event.y)
    if len(event.shade) != len(xs) * len(ys) or not len(xs) or not len(ys):
        return []
    wide, high = (WIDTH - LEFT - RIGHT) / len(xs), (HEIGHT - TOP - BOTTOM) / len(ys)
    found = []
    for row in range(len(ys)):
        part = event.shade[row * len(xs) : (row + 1) * len(xs)]
        shades = [NO_SHADE if s == 255 else s * SHADES // 255 for s in part]
        start = 0
        for column in range(1, len(xs) + 1):
            if column < len(xs) and shades[column] == shades[start]:
                continue
            if shades[start] == NO_SHADE:
                start = column
                continue
            light = 235 - shades[start] * 9
            x, y = LEFT + start * wide, HEIGHT - BOTTOM - (row + 1) * high
            found.append(
                f"<rect x='{x:.1f}' y='{y:.1f}' width='{(column - start) * wide + 0.3:.1f}' "
                f"height='{high + 0.3:.1f}' fill='rgb({light},{light},{min(255, light + 12)})'/>"
            )
            start = column
    return found


# --- strokes ----------------------------------------------------------------------------------


def _line(points: Sequence[tuple[float, float]], colour: str, width: float, dash: str = "") -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    return (
        f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='{width:g}' "
        f"stroke-linejoin='round'{dashed}/>"
    )


def _dot(point: tuple[float, float], colour: str) -> str:
    return f"<circle cx='{point[0]:.1f}' cy='{point[1]:.1f}' r='2.5' fill='{colour}'/>"


def _cross(point: tuple[float, float], colour: str) -> str:
    x, y = point
    path = f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"
    return f"<path d='{path}' fill='none' stroke='{colour}' stroke-width='2'/>"


def _text(x: float, y: float, text: str, style: str = "") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' {style}>{escape(text)}</text>"
