"""What lies under the paths: shades of heat and level curves. Drawn once and kept."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.app.plot_canvas import Markers
from tutor.app.series import floats
from tutor.app.surface_colours import MISSING, Palette, mix
from tutor.app.surface_data import Ground
from tutor.app.surface_dots import Dots, Frame, character

LOW, MANY = 20, 10  # on so few rows, of so many level curves every other one is enough
HALF = "▀"  # its colour is the upper half of a character, the background the lower


@dataclass(frozen=True, slots=True)
class Cell:
    """One character; colours are "#rrggbb", a name of Textual's, or "" for the widget's own."""

    text: str = " "
    colour: str = ""
    ground: str = ""
    bold: bool = False


Row = list[Cell]
BLANK = Cell()


def draw(ground: Ground, frame: Frame, palette: Palette, style: str) -> list[Row]:
    """The ground on the characters of a frame."""
    heat = ground.planar and palette.heat and style != "contours"
    lines = not ground.planar or style != "heat" or not heat
    rows = _heat(ground, frame, palette) if heat else _plain(frame)
    if lines:
        _lines(rows, ground, frame, palette, heat)
    return rows


def under(cell: Cell, frame: Frame, palette: Palette) -> str:
    """The one colour of the ground under something that is drawn on a character."""
    if not palette.heat or not cell.ground:
        return ""
    if cell.text == HALF and cell.colour:
        return mix(cell.colour, cell.ground, 0.5)
    return cell.ground


def _plain(frame: Frame) -> list[Row]:
    return [[BLANK] * frame.columns for _ in range(frame.rows)]


def _heat(ground: Ground, frame: Frame, palette: Palette) -> list[Row]:
    colours = palette.ground
    if frame.markers == "ascii":  # no half blocks: a blank on one colour
        shades = _sampled(ground, frame.columns, frame.rows)
        return [[Cell(" ", "", colours[shade]) for shade in row] for row in shades]
    shades = _sampled(ground, frame.columns, frame.rows * 2)
    made: dict[tuple[int, int], Cell] = {}
    rows = []
    for at in range(0, len(shades), 2):
        row = []
        for pair in zip(shades[at], shades[at + 1], strict=True):
            cell = made.get(pair)
            if cell is None:
                upper, lower = colours[pair[0]], colours[pair[1]]
                same = upper == lower
                cell = made[pair] = Cell(" " if same else HALF, "" if same else upper, lower)
            row.append(cell)
        rows.append(row)
    return rows


def _sampled(ground: Ground, width: int, height: int) -> list[list[int]]:
    """Shades at the middle of each pixel, the top row first, between the points of the grid."""
    shade, columns, rows = ground.event.shade, len(ground.xs), len(ground.ys)
    across = [_between((i + 0.5) / width, columns) for i in range(width)]
    found = []
    for j in range(height):
        below, v = _between(1 - (j + 0.5) / height, rows)
        low = shade[below * columns : (below + 1) * columns]
        above = min(below + 1, rows - 1)
        high = shade[above * columns : (above + 1) * columns]
        line = []
        for left, u in across:
            right = min(left + 1, columns - 1)
            a, b, c, d = low[left], low[right], high[left], high[right]
            if MISSING in (a, b, c, d):
                line.append((high if v > 0.5 else low)[right if u > 0.5 else left])
                continue
            bottom, top = a + (b - a) * u, c + (d - c) * u
            line.append(int(bottom + (top - bottom) * v + 0.5))
        found.append(line)
    return found


def _between(place: float, count: int) -> tuple[int, float]:
    """The grid point before a place, 0 to 1, and how far beyond it that is."""
    at = place * (count - 1)
    left = min(int(at), max(count - 2, 0))
    return left, at - left


def _lines(rows: list[Row], ground: Ground, frame: Frame, palette: Palette, heat: bool) -> None:
    """Level curves, or the curve of an objective of one variable."""
    if not ground.planar:
        dots = Dots(frame)
        dots.lines(frame.place(x, y) for x, y in zip(ground.xs, ground.ys, strict=False))
        _put(rows, dots, palette.quiet, frame.markers)
        return
    levels = ground.event.contours
    if frame.rows < LOW and len(levels) > MANY:
        levels = levels[::2]
    for number, contour in enumerate(levels):
        dots = Dots(frame)
        for x, y in contour.lines:
            dots.lines(frame.place(*place) for place in zip(floats(x), floats(y), strict=False))
        colour = palette.level(number / max(len(levels) - 1, 1))
        if not heat:
            _put(rows, dots, colour, frame.markers)
            continue
        for (column, row), mask in dots.cells.items():
            cell = rows[row][column]
            base = under(cell, frame, palette) or palette.background
            masked = mask | dots_of(cell, frame.markers)
            text = character(masked, frame.markers)
            rows[row][column] = Cell(text, palette.on_ground(base), base)


def _put(rows: list[Row], dots: Dots, colour: str, markers: Markers) -> None:
    for (column, row), mask in dots.cells.items():
        masked = mask | dots_of(rows[row][column], markers)
        rows[row][column] = Cell(character(masked, markers), colour)


def dots_of(cell: Cell, markers: Markers) -> int:
    """The dots that a character has already."""
    code = ord(cell.text) - 0x2800
    return code if markers == "braille" and 0 <= code < 0x100 else 0
