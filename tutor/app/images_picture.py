"""Images as rows of characters: two pixels to a character, a label under each image."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from tutor.app.plot_canvas import Markers
from tutor.app.surface_colours import Palette
from tutor.app.surface_ground import HALF, Cell, Row
from tutor.engine.protocol import Images, Picture

GAP = 2  # columns between two images
ROWS = 22  # that images should need at most: what a page of a lesson has room for
SMALLEST = 10  # pixels across below which nothing can be made out
LARGEST = 24  # pixels across up to which small images are magnified
SHADES = " ░▒▓█"
ASCII_SHADES = " .:-=+*#%@"

Pixel = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """How large images are drawn, and how many side by side."""

    width: int  # pixels, which are columns
    height: int  # pixels, two to a row
    columns: int

    @property
    def rows(self) -> int:
        """Of one image, without its label."""
        return -(-self.height // 2)


def arrange(event: Images, width: int) -> Layout:
    """The largest size at which the images need no more than a page; small ones are magnified."""
    wide = max(1, *(picture.width for picture in event.pictures), 1)
    high = max(1, *(picture.height for picture in event.pictures), 1)
    labelled = any(picture.label for picture in event.pictures)
    count = len(event.pictures)
    best: Layout | None = None
    for size in _sizes(wide):
        columns = (width + GAP) // (size + GAP)
        if event.columns:
            if columns < event.columns and size > 1:
                continue
            columns = min(columns, event.columns)
        if columns < 1:
            continue
        best = Layout(size, max(1, round(high * size / wide)), max(1, min(columns, count)))
        lines = -(-count // best.columns) * (best.rows + labelled)
        if lines <= ROWS or event.columns:
            return best
    return best or Layout(max(width, 1), max(1, round(high * max(width, 1) / wide)), 1)


def _sizes(wide: int) -> Iterator[int]:
    """Widths to try, the largest first: magnified by whole numbers, its own, then smaller."""
    for times in range(max(LARGEST // wide, 1), 1, -1):
        yield wide * times
    yield from range(wide, min(wide, SMALLEST) - 1, -1)


def draw(event: Images, width: int, palette: Palette, markers: Markers) -> list[Row]:
    """Images with their labels, in colours where there are any, otherwise in shades."""
    if width <= 0:
        return []
    rows: list[Row] = []
    if event.title:
        rows.append(
            [Cell(set_cell_size(event.title, min(cell_len(event.title), width)), "", "", True)]
        )
    if not event.pictures:
        return [*rows, [Cell("No images."[:width], palette.quiet)]]
    layout = arrange(event, width)
    coloured = palette.heat and markers != "ascii"
    paint: Callable[[Picture], list[Row]] = (
        (lambda each: _in_colour(each, layout))
        if coloured
        else (lambda each: _in_shades(each, layout, markers))
    )
    for at in range(0, len(event.pictures), layout.columns):
        some = event.pictures[at : at + layout.columns]
        blocks = [paint(picture) for picture in some]
        rows += [_beside([block[line] for block in blocks], layout) for line in range(layout.rows)]
        if any(picture.label for picture in some):
            names = [[Cell(_centred(each.label, layout.width), palette.plain)] for each in some]
            rows.append(_beside(names, layout))
    return rows


def _beside(parts: list[Row], layout: Layout) -> Row:
    row: Row = []
    for number, part in enumerate(parts):
        row += [Cell(" " * GAP)] * (number > 0) + part
    return row


def _centred(label: str, width: int) -> str:
    if cell_len(label) > width:
        return set_cell_size(label, max(width - 1, 0)) + "…"[:width]
    left = (width - cell_len(label)) // 2
    return " " * left + label + " " * (width - cell_len(label) - left)


def _in_colour(picture: Picture, layout: Layout) -> list[Row]:
    pixels = _sampled(picture, layout)
    rows = []
    for at in range(0, layout.height, 2):
        upper = pixels[at]
        lower = pixels[at + 1] if at + 1 < layout.height else [None] * layout.width
        rows.append([_cell(top, bottom) for top, bottom in zip(upper, lower, strict=True)])
    return rows


def _cell(top: Pixel | None, bottom: Pixel | None) -> Cell:
    if top is None and bottom is None:
        return Cell()
    if top is None:
        return Cell("▄", _hex(bottom))
    if top == bottom:
        return Cell(" ", "", _hex(bottom))
    return Cell(HALF, _hex(top), _hex(bottom))


def _hex(pixel: Pixel | None) -> str:
    return "" if pixel is None else "#{:02x}{:02x}{:02x}".format(*pixel)


def _in_shades(picture: Picture, layout: Layout, markers: Markers) -> list[Row]:
    ramp = ASCII_SHADES if markers == "ascii" else SHADES
    pixels = _sampled(picture, layout)
    rows = []
    for at in range(0, layout.height, 2):
        lower = pixels[min(at + 1, layout.height - 1)]
        pairs = zip(pixels[at], lower, strict=True)
        rows.append([Cell("".join(_shade(top, bottom, ramp) for top, bottom in pairs))])
    return rows


def _shade(top: Pixel | None, bottom: Pixel | None, ramp: str) -> str:
    known = [pixel for pixel in (top, bottom) if pixel is not None]
    if not known:
        return " "
    light = sum(0.299 * r + 0.587 * g + 0.114 * b for r, g, b in known) / len(known)
    return ramp[min(int(light / 256 * len(ramp)), len(ramp) - 1)]


def _sampled(picture: Picture, layout: Layout) -> list[list[Pixel | None]]:
    """The picture at the size of the layout; None beside one that is smaller than the others."""
    width, height = picture.width, picture.height
    count = width * height
    if count <= 0 or len(picture.pixels) < count:
        return [[None] * layout.width for _ in range(layout.height)]
    depth = 3 if len(picture.pixels) >= 3 * count else 1
    scale = min(layout.width / width, layout.height / height)
    left = (layout.width - round(width * scale)) // 2
    across = [_near(i - left, scale, width) for i in range(layout.width)]
    down = [_near(j, scale, height) for j in range(layout.height)]
    return [[_mean(picture, depth, xs, ys) for xs in across] for ys in down]


def _near(at: int, scale: float, size: int) -> tuple[int, int] | None:
    """The two source pixels, maybe the same, that a pixel is made of; None beyond the picture."""
    if scale >= 1:  # magnified: each pixel stays a square of one colour
        first = second = int((at + 0.5) / scale)
    else:
        first, second = int((at + 0.25) / scale), int((at + 0.75) / scale)
    if at < 0 or first >= size:
        return None
    return first, min(second, size - 1)


def _mean(
    picture: Picture, depth: int, xs: tuple[int, int] | None, ys: tuple[int, int] | None
) -> Pixel | None:
    if xs is None or ys is None:
        return None
    data, width = picture.pixels, picture.width
    if xs[0] == xs[1] and ys[0] == ys[1]:
        at = (ys[0] * width + xs[0]) * depth
        return (data[at],) * 3 if depth == 1 else (data[at], data[at + 1], data[at + 2])
    spots = [(y * width + x) * depth for y in ys for x in xs]
    if depth == 1:
        return (sum(data[at] for at in spots) // 4,) * 3
    red, green, blue = (sum(data[at + part] for at in spots) // 4 for part in range(3))
    return red, green, blue
