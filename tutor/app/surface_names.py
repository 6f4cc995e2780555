"""The words around a surface: which path is which, what f is there, and at which step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from tutor.app.plot_scale import number
from tutor.app.surface_colours import Palette
from tutor.app.surface_data import Ground, Walk
from tutor.app.surface_ground import Cell, Row

if TYPE_CHECKING:
    from tutor.app.surface_picture import Look

VALUE = 9  # columns kept for a value, so that names stand still while values change
PLACE = 9  # of each coordinate, likewise
NAME = 24  # columns of a name at most
TINY = 1e-12  # of a coordinate: as good as 0
BAR = 36  # columns of the bar of steps at most


@dataclass(frozen=True, slots=True)
class Entry:
    """A path in the legend."""

    letter: str
    name: str
    height: float | None  # f at the step; None where there is none to say
    colour: str
    ink: str = ""  # of the letter on the colour; without one the letter has the colour itself
    place: tuple[float, ...] = ()
    out: int | None = None  # the step since which it is outside the picture


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the row of steps can be clicked, in columns."""

    back: range
    on: range
    play: range
    bar: range


def entry_of(walk: Walk, step: int, tag: tuple[str, str, str], ground: Ground) -> Entry:
    """What the legend says of a path at a step; `tag` is its letter, its colour and the ink."""
    index = walk.leaves(ground)
    left = None if index is None else walk.number(index)
    place = walk.at(step) if ground.planar else walk.at(step)[:1]
    out = left if left is not None and left <= step else None
    return Entry(tag[0], walk.name, walk.height(step), tag[1], tag[2], place, out)


def legend(entries: Sequence[Entry], look: Look, title: str) -> list[Row]:
    """Names with values, on one to three lines; what has no room is counted."""
    most = 1 if look.height < 12 else 2 if look.height < 18 else 3
    rows: list[Row] = []
    if title and look.height >= 14:
        rows.append([Cell(_crop(title, look.width), look.palette.plain, "", True)])
    if not entries:
        return rows
    lines, left = _filled(entries, look, most, places=False)
    longer, unsaid = _filled(entries, look, most, places=True)
    if len(longer) == len(lines) and unsaid == left:  # where each path is takes no line more
        lines = longer
    return [*rows, *lines]


def _filled(entries: Sequence[Entry], look: Look, most: int, places: bool) -> tuple[list[Row], int]:
    """The lines, and how many entries have no room on them."""
    lines: list[Row] = [[]]
    used = 0
    for at, entry in enumerate(entries):
        cells = _said(entry, look, places)
        width = sum(cell_len(cell.text) for cell in cells)
        more = f"+{len(entries) - at} more"
        spare = len(more) + 1 if at + 1 < len(entries) and len(lines) == most else 0
        if used and used + width + spare > look.width:
            if len(lines) == most:
                lines[-1].append(Cell(more[: look.width - used], look.palette.quiet))
                return lines, len(entries) - at
            lines.append([])
            used = 0
        lines[-1] += _cut(cells, look.width)
        used = min(used + width, look.width)
    return lines, 0


def _said(entry: Entry, look: Look, places: bool) -> Row:
    palette, plain = look.palette, look.markers == "ascii"
    tag = Cell(entry.letter, entry.ink or entry.colour, entry.colour if entry.ink else "", True)
    name = f" {_crop(entry.name, NAME)}" if entry.name else ""
    cells = [tag, Cell(name, palette.plain if entry.ink else palette.quiet)]
    if entry.height is not None:
        value = number(entry.height, ascii_only=plain)
        cells += [Cell(" f ", palette.quiet), Cell(f"{value:<{VALUE}}", palette.plain)]
    if entry.out is not None:
        cells.append(Cell(f" left at step {entry.out} ", palette.quiet))
    elif places and entry.place:
        parts = [_short(coordinate) for coordinate in entry.place]
        place = f"({', '.join(parts)})" if len(parts) > 1 else parts[0]
        cells.append(Cell(f" at {place:<{PLACE * len(parts)}} ", palette.quiet))
    cells.append(Cell(" "))
    return cells


def _short(coordinate: float) -> str:
    return "0" if abs(coordinate) < TINY else f"{coordinate:.3g}"


def _cut(cells: Row, width: int) -> Row:
    """The cells, as far as they fit on a line of their own."""
    found: Row = []
    for cell in cells:
        size = cell_len(cell.text)
        if size > width:
            found.append(Cell(set_cell_size(cell.text, width), cell.colour, cell.ground, cell.bold))
            break
        found.append(cell)
        width -= size
    return found


def summary(
    entries: Sequence[Entry], width: int, height: int, palette: Palette, title: str
) -> list[Row]:
    """Names and values, where there is no room for a picture."""
    if not entries:
        return [[Cell(_crop(title or "A surface", width), palette.quiet)]]
    rows: list[Row] = []
    for entry in entries[:height]:
        value = "" if entry.height is None else f" f {number(entry.height)}"
        rows.append([Cell(_crop(f"{entry.letter} {entry.name}{value}", width), entry.colour)])
    return rows


def steps_row(look: Look, step: int, last: int) -> tuple[Row, Steps]:
    """Which step is shown, a bar to drag, and what the keys do."""
    palette, plain = look.palette, look.markers == "ascii"
    back, on = ("<", ">") if plain else ("◂", "▸")
    full, rest, knob = ("=", "-", "O") if plain else ("━", "─", "●")
    play = "stop" if look.playing else "play"
    count = f"{last:,}".replace(",", " ")
    said = f"step {f'{step:,}'.replace(',', ' '):>{len(count)}} of {count}"
    strong = palette.plain if look.active else palette.quiet
    head = [Cell(f" {back}  {on}  {play} ", strong), Cell(f" {said} ", palette.plain)]
    start = sum(len(cell.text) for cell in head)
    size = min(BAR, look.width - start - 1)
    if size < 4:
        return _cut(head, look.width), Steps(range(3), range(3, 6), range(6, 11), range(0))
    at = round(step / last * (size - 1))
    bar = [
        Cell(full * at, strong),
        Cell(knob, strong, "", True),
        Cell(rest * (size - 1 - at), palette.quiet),
    ]
    return [*head, *bar], Steps(range(3), range(3, 6), range(6, 11), range(start, start + size))


def _crop(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)) + "…"[:width]
