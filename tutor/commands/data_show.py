"""`tutor data show NAME`: images, or a table, its summary and a scatter, of one data set."""

# ruff: noqa: PLC0415 - each command imports what it needs, when it needs it

from __future__ import annotations

import math
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from tutor.commands.common import note, suggestion, wants_colour
from tutor.commands.data_list import find
from tutor.commands.errors import Exit, Failed, Misuse

if TYPE_CHECKING:
    from tutor.app.images_picture import Layout
    from tutor.app.plot_canvas import Markers
    from tutor.app.surface_colours import Depth
    from tutor.app.surface_ground import Cell
    from tutor.datasets.registry import DataSet
    from tutor.datasets.shelf import Kind
    from tutor.engine.protocol import Images
    from tutor.kit.showing import Column, Sample

ROWS, IMAGES = 6, 10  # shown, unless others are asked for
MOST = 64
NARROWEST = 12  # columns of text, below which a heading is not broken
PLOT_ROWS = 16
ABOVE = 6  # rows that are not for images: what is said first, and the prompt
WIDEST = 110  # columns that a scatter needs at most


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `tutor data show`."""
    parser.add_argument("name", metavar="NAME", help="a data set: `tutor data list` has them all")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--real", action="store_const", dest="kind", const="real", help="the real one"
    )
    which.add_argument(
        "--synthetic", action="store_const", dest="kind", const="synthetic",
        help="the one that Tutor makes; without either, what lessons get",
    )  # fmt: skip
    parser.add_argument(
        "--column", metavar="C", default="", help="what the scatter shows: a number or a name"
    )
    parser.add_argument(
        "--count", type=_count, metavar="N", help=f"how many rows ({ROWS}) or images ({IMAGES})"
    )
    parser.add_argument(
        "--scaled", action="store_true", help="measured numbers as lessons get them: standardized"
    )


def run(arguments: Namespace) -> int:
    """Show what the arguments name; CommandError, in words, where that can't be done."""
    return show(
        arguments.name,
        kind=arguments.kind,
        column=arguments.column,
        count=arguments.count,
        scaled=arguments.scaled,
    )


def show(
    name: str,
    *,
    kind: Kind | None = None,
    column: str = "",
    count: int | None = None,
    scaled: bool = False,
) -> int:
    """Print some of a data set; `kind` is which of the two, by default what lessons get."""
    from tutor.app import data_words

    data = find(name)
    kind, why = _which(data, kind)
    if column and not _has_table(data):
        raise Misuse(f"{data.title} is shown as images: --column is for tables.")
    sample = _sample(data, kind, count or IMAGES, scaled)
    chosen = _column(sample.columns, column)
    place = _Place()
    place.say(headline(data, kind, sample.detail), strong=True)
    for text in (sample.note, why):
        place.say(text)
    if sample.images is not None:
        place.images(sample.images)
        return Exit.FINE
    title = data_words.marked("") if data.files and kind == "synthetic" else ""
    place.lines(table(sample.columns, count or ROWS))
    place.lines(summary(sample.columns))
    place.scatter(sample.columns[chosen], sample.columns[-1], title)
    return Exit.FINE


def headline(data: DataSet, kind: Kind, detail: str) -> str:
    """Which data it is: always the first thing that is said."""
    from tutor.app import data_words

    if not data.files:
        return f"Data: {data.title}, drawn by a formula · {detail}"
    return data_words.line(data.title, kind, detail)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to {MOST}")
    return int(text)


# --- what is shown ------------------------------------------------------------------------------


def _which(data: DataSet, wanted: Kind | None) -> tuple[Kind, str]:
    """Which of the two is shown, and what there is to say of the other."""
    from tutor.datasets import faults, offline, shelf

    if not data.files:
        if wanted == "synthetic":
            note(f"{data.title}: a formula draws them, here and everywhere. There is no other set.")
        if wanted == "real":
            raise Misuse(f"{data.title}: a formula draws them; there are none that were measured.")
        return "synthetic", ""
    here = shelf.is_here(data)
    size = faults.megabytes(data.size)
    fetch = f"`tutor data get {data.name}` fetches the real one, {size}."
    if offline.is_offline():
        fetch = f"Tutor is offline; without --offline, {fetch}"
    if wanted == "real" and not here:
        raise Failed(f"The real {data.title} isn't here. {fetch}")
    state = shelf.state(data)
    kind: Kind = wanted or ("real" if state == "real" else "synthetic")
    if kind == "real":
        return kind, f"Made by {data.who}. Licence: {data.licence}."
    made = f"{data.synthetic[:1].upper()}{data.synthetic[1:]}."
    return kind, f"{made} {'The real one is here too: --real shows it.' if here else fetch}"


def _has_table(data: DataSet) -> bool:
    return not data.classes


def _sample(data: DataSet, kind: Kind, count: int, scaled: bool) -> Sample:
    try:
        from tutor.kit import damage, showing
    except ImportError as error:
        raise Failed(
            f"Data sets need torch and numpy: {error}. `tutor doctor` tells more."
        ) from None
    try:
        return showing.sample(data, kind, count, scaled=scaled)
    except (damage.DamagedData, ImportError, OSError) as error:
        raise Failed(str(error)) from None


def _column(columns: Sequence[Column], wanted: str) -> int:
    """The place of a column of features: by its number from 1, its name, or a part of that."""
    names = [column.name for column in columns[:-1]]
    if not wanted:
        return 0
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    exact = [at for at, name in enumerate(names) if wanted.lower() == _bare(name).lower()]
    found = exact or [at for at, name in enumerate(names) if wanted.lower() in name.lower()]
    if len(found) == 1:
        return found[0]
    listed = f"There are: {', '.join(f'{n} {_bare(name)}' for n, name in enumerate(names, 1))}."
    if found:
        raise Misuse(f"More than one column has {wanted!r} in its name. {listed}")
    raise Misuse(f"There is no column {wanted!r}. {suggestion(wanted, map(_bare, names), listed)}")


def _bare(name: str) -> str:
    """A column's name without its unit."""
    return name.partition(" [")[0]


# --- tables ---------------------------------------------------------------------------------------


def table(columns: Sequence[Column], count: int) -> list[str]:
    """The first rows as lines of text, under headings of as many lines as they need."""
    from tutor.course import widths

    headings = [widths.wrap(column.name, NARROWEST) for column in columns]
    high = max(map(len, headings))
    full = [[""] * (high - len(heading)) + heading for heading in headings]
    bodies = [
        [number(value, _largest(column)) for value in column.values[:count]] for column in columns
    ]
    lines = _aligned([head + body for head, body in zip(full, bodies, strict=True)])
    left = len(columns[0].values) - count
    return [*lines, f"… {left} more rows"] if left > 0 else lines


def summary(columns: Sequence[Column]) -> list[str]:
    """The least, the mean and the greatest value of each column."""
    from tutor.course import widths

    heads = [["least"], ["mean"], ["greatest"]]
    for column in columns:
        values = column.values
        found = (min(values), math.fsum(values) / len(values), max(values))
        for head, value in zip(heads, found, strict=True):
            head.append(number(value, _largest(column)))
    names = ["", *(column.name for column in columns)]
    room = max(map(widths.of, names))
    rest = _aligned(heads)
    return [f"{widths.pad(name, room)}  {line}" for name, line in zip(names, rest, strict=True)]


def number(value: float, largest: float = 1.0) -> str:
    """A number with five digits; what is nothing beside the largest of its column is 0."""
    return "0" if abs(value) < 1e-5 * largest else f"{value:.5g}"


def _largest(column: Column) -> float:
    return max(map(abs, column.values))


def _aligned(columns: Sequence[Sequence[str]]) -> list[str]:
    """Columns of text side by side, to the right."""
    from tutor.course import widths

    padded = []
    for cells in columns:
        room = max(map(widths.of, cells))
        padded.append([widths.pad(cell, room, "right") for cell in cells])
    return ["  ".join(row).rstrip() for row in zip(*padded, strict=True)]


# --- where it is shown ------------------------------------------------------------------------


class _Place:
    """Standard output: its size, its characters, its colours."""

    def __init__(self) -> None:
        self.width, self.height = get_terminal_size((80, 24))
        self.colour = wants_colour()
        self.markers: Markers = "braille" if _writes("⣿▀░█┤") else "ascii"

    def say(self, text: str, *, strong: bool = False) -> None:
        """A sentence, wrapped; nothing for none."""
        from tutor.course import widths

        for line in widths.wrap(text, self.width) if text else ():
            print(f"\x1b[1m{line}\x1b[0m" if strong and self.colour else line)

    def lines(self, lines: Sequence[str]) -> None:
        """A block of text, below a blank line. What is too long is not cut: it may be piped."""
        print("", *lines, sep="\n")

    def images(self, event: Images) -> None:
        """Images as large as they can be without scrolling: in colour, or else in shades."""
        from tutor.app.images_picture import draw
        from tutor.app.surface_colours import Palette

        depth = depth_of(os.environ) if self.colour else "ansi"
        fitting = fitted(event, self.width, self.height - ABOVE)
        rows = draw(fitting, self.width, Palette(depth, True), self.markers)
        plain = depth == "ansi" or self.markers == "ascii"
        print()
        for row in rows:
            text = "".join(cell.text if plain else painted(cell, depth) for cell in row)
            print(text.rstrip() if plain else text)

    def scatter(self, x: Column, y: Column, title: str) -> None:
        """The label over a column, a dot for a row; of many rows some, drawn at random."""
        from array import array

        from tutor.app.plot_picture import render_text
        from tutor.app.series import CurveData
        from tutor.course.model import PlotOptions
        from tutor.kit import showing

        rows = showing.chosen_rows(len(x.values))
        some = [array("d", [column.values[at] for at in rows]).tobytes() for column in (x, y)]
        share = f"{len(rows)} of the rows" if len(rows) < len(x.values) else ""
        parts = (f"{_bare(y.name)} over {_bare(x.name)}", share, title)
        title = " · ".join(part for part in parts if part)
        options = PlotOptions(title=title, x=x.name, y=y.name)
        points = CurveData.read("_rows", some[0], some[1], "points")
        width = max(min(self.width, WIDEST), 1)
        text = render_text(
            [points], options, width, PLOT_ROWS, markers=self.markers, colour=self.colour
        )
        print(f"\n{text}")


def depth_of(environment: Mapping[str, str]) -> Depth:
    """How many colours a terminal says that it has."""
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "true"
    known = "256color" in environment.get("TERM", "") or environment.get("WT_SESSION")
    return "256" if known else "ansi"


def painted(cell: Cell, depth: Depth) -> str:
    """A character in its colours, as a terminal wants them. Words are left in its own."""
    if not cell.ground:
        return cell.text
    colours = [(38, cell.colour), (48, cell.ground)]
    codes = ";".join(_code(layer, colour, depth) for layer, colour in colours if colour)
    return f"\x1b[{codes}m{cell.text}\x1b[0m"


def _code(layer: int, colour: str, depth: Depth) -> str:
    from rich.color import Color, ColorSystem

    found = Color.parse(colour)
    if depth == "256":
        return f"{layer};5;{found.downgrade(ColorSystem.EIGHT_BIT).number}"
    return "{};2;{};{};{}".format(layer, *found.get_truecolor())


def _writes(characters: str) -> bool:
    try:
        characters.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def fitted(event: Images, width: int, height: int) -> Images:
    """The same images in so many columns that they are largest and still fit."""
    from msgspec.structs import replace

    from tutor.app.images_picture import arrange

    def rank(columns: int) -> tuple[bool, int, int]:
        layout = arrange(replace(event, columns=columns), width)
        lines = _lines(event, layout)
        fits = lines <= height and layout.columns == columns
        return fits, layout.width if fits else -lines, -lines

    count = len(event.pictures)
    return replace(event, columns=max(range(1, count + 1), key=rank)) if count else event


def _lines(event: Images, layout: Layout) -> int:
    labelled = any(picture.label for picture in event.pictures)
    return -(-len(event.pictures) // layout.columns) * (layout.rows + labelled)
