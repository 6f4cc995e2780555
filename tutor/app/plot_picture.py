"""A plot as lines of text: legend, axes, curves, and notes on what could not be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from textwrap import wrap

from rich.cells import cell_len, set_cell_size

from tutor.app.plot_canvas import ASCII, Canvas, Markers
from tutor.app.plot_scale import Scale, number
from tutor.app.series import CurveData, Series, thin
from tutor.course.model import PlotOptions

Item = Series | CurveData
Run = tuple[str, "str | int | None"]  # text and its role: "axis", "title", "note", a curve, none
Piece = tuple[list[float], list[float]]

MIN_WIDTH, MIN_HEIGHT = 24, 6  # below this a curve says less than a number
MOST_POINTS = 96  # drawn of a growing curve; plotext's time grows with them
MOST_CURVE_POINTS = 512  # drawn of a whole curve; a path needs more than a graph
ROOMY = 12  # rows from which on there is room for title, axis names and more notes
_NAMES = "abcdefghijklmnopqrstuvwxyz"
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


def _ansi(text: str, role: str | int | None) -> str:
    codes = {"axis": "2", "title": "1", "note": "33"}
    if role is None or not text.strip():
        return text
    code = str(_ANSI[role % len(_ANSI)]) if isinstance(role, int) else codes[role]
    return f"\x1b[{code}m{text}\x1b[0m"


def shown_name(item: Item) -> str:
    """Its name; none for `_…`, which stays out of the legend as in Matplotlib."""
    return "" if item.name.startswith("_") else item.name


def draw(
    items: Sequence[Item],
    options: PlotOptions,
    width: int,
    height: int,
    *,
    markers: Markers = "braille",
) -> Picture:
    """A plot of exactly that size or less; never raises, however small the size."""
    if width <= 0 or height <= 0:
        return Picture()
    if not items:
        return Picture([[("No points yet."[:width], "note")]])
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        return _summary(items, width, height, markers)
    return _Drawing(items, options, width, height, markers).picture()


def _summary(items: Sequence[Item], width: int, height: int, markers: Markers) -> Picture:
    """The latest values, where there is no room for a curve."""
    ascii_only = markers == "ascii"
    lines: list[list[Run]] = []
    named = [item for item in items if shown_name(item)]
    for index, item in enumerate((named or items)[:height]):
        text = f"{shown_name(item)} {number(item.last, ascii_only=ascii_only)}".strip()
        if isinstance(item, Series):
            text += f" at {number(item.last_x, ascii_only=ascii_only)}"
        lines.append([(_crop(text, width, ascii_only), index)])
    return Picture(lines)


def _crop(text: str, width: int, ascii_only: bool = False) -> str:
    if cell_len(text) <= width:
        return text
    dots = ("..." if ascii_only else "…")[:width]
    return set_cell_size(text, width - len(dots)) + dots


class _Drawing:
    """One picture in the making."""

    def __init__(
        self,
        items: Sequence[Item],
        options: PlotOptions,
        width: int,
        height: int,
        markers: Markers,
    ) -> None:
        self.items, self.options, self.markers = items, options, markers
        self.width, self.height = width, height
        self.ascii_only = markers == "ascii"
        self.roomy = height >= ROOMY
        self.log = options.yscale == "log"
        self.pieces = [_pieces(item, self.log) for item in items]
        names = [name for item in items if (name := shown_name(item))]
        self.roles = self._roles(bool(names))
        several = len(names) > 1
        self.tags = [
            self._tag(i) if several and shown_name(item) else "" for i, item in enumerate(items)
        ]

    def _tag(self, index: int) -> str:
        """A character for a named curve: colour alone must not tell curves apart."""
        role = self.roles[index]
        if self.ascii_only:  # there each is drawn with a character of its own
            return ASCII[index % len(ASCII)]
        return _NAMES[role % len(_NAMES)] if isinstance(role, int) else ""

    def _roles(self, some_named: bool) -> list[str | int]:
        """Colours by number for named curves; those without a name, as contours, stay behind."""
        if not some_named:
            return list(range(len(self.items)))
        named = (i for i, item in enumerate(self.items) if shown_name(item))
        number_of = {i: n for n, i in enumerate(named)}
        return [number_of.get(i, "axis") for i in range(len(self.items))]

    def picture(self) -> Picture:
        """Head, curves, foot."""
        head = self._title() + self._legend()
        foot = self._x_name() + self._notes()
        body = self._body(self.height - len(head) - len(foot))
        return Picture([*head, *body, *foot])

    # --- above and below -----------------------------------------------------------------------

    def _title(self) -> list[list[Run]]:
        if not self.options.title or not self.roomy:
            return []
        return [[(_crop(self.options.title, self.width, self.ascii_only), "title")]]

    def _legend(self) -> list[list[Run]]:
        """Names and latest values, and the name of the vertical axis before them."""
        entries = [entry for i, item in enumerate(self.items) if (entry := self._entry(i, item))]
        single = len(entries) == 1
        y_name = self.options.y
        repeats = single and y_name.casefold() == self.items[entries[0][1]].name.casefold()
        line: list[Run] = [(f"{y_name}  ", "axis")] if y_name and not repeats else []
        lines = [line]
        most = 2 if self.roomy else 1
        for shown, (text, index) in enumerate(entries):
            used = sum(cell_len(run[0]) for run in lines[-1])
            more = f"+{len(entries) - shown} more"
            room = self.width - used - (len(more) + 2 if shown < len(entries) - 1 else 0)
            if cell_len(text) > room and used and len(lines) < most:
                lines.append([])
                room = self.width
            elif cell_len(text) > room and used:
                lines[-1].append((more[: self.width - used], "axis"))
                break
            lines[-1].append((_crop(text, max(room, 1), self.ascii_only) + "  ", self.roles[index]))
        return [_fit(line, self.width) for line in lines if line]

    def _entry(self, index: int, item: Item) -> tuple[str, int] | None:
        if not shown_name(item):
            return None
        tag = f"{self.tags[index]} " if self.tags[index] else ""
        value = f" {number(item.last, ascii_only=self.ascii_only)}"
        return f"{tag}{item.name}{value if isinstance(item, Series) else ''}", index

    def _x_name(self) -> list[list[Run]]:
        if not self.options.x or not self.roomy:
            return []
        name = _crop(self.options.x, self.width, self.ascii_only)
        indent = (self.width - cell_len(name)) // 2
        return [[(" " * indent + name, "axis")]]

    def _notes(self) -> list[list[Run]]:
        step = self.options.x or "step"
        notes = [_note(item, step, self.log, self.ascii_only) for item in self.items]
        most = 3 if self.roomy else 1
        lines = list(chain.from_iterable(wrap(note, self.width) for note in notes if note))
        if len(lines) > most:
            cut = _crop(lines[most - 1] + " " * self.width, self.width, self.ascii_only)
            lines = [*lines[: most - 1], cut]
        return [[(line, "note")] for line in lines]

    # --- the curves ----------------------------------------------------------------------------

    def _body(self, height: int) -> list[list[Run]]:
        """Axes and curves on that many rows, the lowest two being the horizontal axis."""
        rows = max(1, height - 2)
        x_scale = Scale.over(chain.from_iterable(p[0] for ps in self.pieces for p in ps))
        y_scale = Scale.over(
            chain.from_iterable(p[1] for ps in self.pieces for p in ps), log=self.log
        )
        y_ticks = y_scale.ticks(max(2, min(6, (rows + 1) // 2)), ascii_only=self.ascii_only)
        margin = max([len(label) for _, label in y_ticks], default=0)
        margin = min(margin, self.width // 2)
        canvas = Canvas(self.width - margin - 1, rows, self.markers)
        self._draw_curves(canvas, x_scale, y_scale)
        return [
            *self._rows(canvas, y_ticks, margin),
            *self._x_axis(x_scale, margin, canvas.width),
        ]

    def _draw_curves(self, canvas: Canvas, x_scale: Scale, y_scale: Scale) -> None:
        ends = []
        for index in sorted(range(len(self.items)), key=lambda i: self.roles[i] != "axis"):
            item, pieces = self.items[index], self.pieces[index]
            style = item.style if isinstance(item, CurveData) else "line"
            for xs, ys in pieces:
                places = list(zip(map(x_scale.place, xs), map(y_scale.place, ys), strict=True))
                if style != "points":
                    canvas.line(places, index)
                if style != "line":
                    canvas.points(places, index)
            if pieces:
                ends.append((places[-1], index))
        if not self.ascii_only:  # there each curve has a character of its own already
            for place, index in ends:
                if self.tags[index]:
                    canvas.label(place, self.tags[index], index)

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
            lines.append([axis, *((t, None if i is None else self.roles[i]) for t, i in runs)])
        return lines

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


def _fit(line: list[Run], width: int) -> list[Run]:
    """The line without what sticks out."""
    fitted: list[Run] = []
    room = width
    for text, role in line:
        if room <= 0:
            break
        fitted.append((text if cell_len(text) <= room else set_cell_size(text, room), role))
        room -= cell_len(text)
    return fitted


def _pieces(item: Item, log: bool) -> list[Piece]:
    """What is drawn of a curve: few enough points, positive ones only where `log`."""
    if isinstance(item, Series):
        pieces = [item.columns(MOST_POINTS)]
    else:
        total = sum(len(xs) for xs, _ in item.pieces)
        share = min(1.0, MOST_CURVE_POINTS / max(total, 1))
        pieces = [_reduce(xs, ys, max(4, int(len(xs) * share))) for xs, ys in item.pieces]
    if log:
        pieces = [_positive(*piece) for piece in pieces]
    return [piece for piece in pieces if piece[0]]


def _reduce(xs: list[float], ys: list[float], n: int) -> Piece:
    """At most about `n` points of a curve that draw like all of them."""
    if len(xs) <= n:
        return xs, ys
    if all(a <= b for a, b in pairwise(xs)):
        return thin(xs, ys, n)
    step = -(-len(xs) // n)  # a path has no columns: take every so many points, and its end
    return [*xs[::step], xs[-1]], [*ys[::step], ys[-1]]


def _positive(xs: list[float], ys: list[float]) -> Piece:
    kept = [(x, y) for x, y in zip(xs, ys, strict=True) if y > 0]
    return [x for x, _ in kept], [y for _, y in kept]


def _note(item: Item, step: str, log: bool, ascii_only: bool) -> str:
    """What of a curve isn't on the chart, and since when."""
    parts = []
    name = shown_name(item) or "The curve"
    if item.lost:
        if isinstance(item, Series) and item.gone:
            value = number(item.lost_as, ascii_only=ascii_only)
            start = number(item.lost_from, ascii_only=ascii_only)
            parts.append(f"{name} left the chart at {step} {start}: {value}")
        else:
            start = ""
            if isinstance(item, Series):
                start = f", first at {step} {number(item.lost_from, ascii_only=ascii_only)}"
            kinds = "NaN, inf" if ascii_only else "NaN, ∞"
            parts.append(f"{name}: {_values(item.lost)} ({kinds}) not drawn{start}")
    if log and item.not_positive:
        sign = "<=" if ascii_only else "≤"
        parts.append(f"{name}: {_values(item.not_positive)} {sign} 0 not drawn")
    return "; ".join(parts)


def _values(count: int) -> str:
    return f"{count} value{'s' * (count != 1)}"


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
