"""docs/data.md: the facts of the registry in it, and its pictures of real beside synthetic data.

python -m tutor.commands.data_page docs             writes what the registry says into docs/data.md
python -m tutor.commands.data_page docs --pictures  and draws the pictures; needs the real sets
"""

# ruff: noqa: PLC0415 - what draws is imported when there is something to draw

from __future__ import annotations

import argparse
import base64
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tutor.datasets import faults, registry
from tutor.datasets.registry import DataFile, DataSet

if TYPE_CHECKING:
    from tutor.datasets.shelf import Kind
    from tutor.engine.protocol import Picture
    from tutor.kit.showing import Column

PAGE = "data.md"
BEGIN = "<!-- from data/*.yml; `python -m tutor.commands.data_page docs` writes it -->\n"
END = "<!-- end of what is written -->\n"
KINDS: tuple[tuple[Kind, str], ...] = (("real", "real"), ("synthetic", "synthetic data"))

# --- what the registry says ------------------------------------------------------------------


def facts(sets: Mapping[str, DataSet]) -> str:
    """A section for each data set, as Markdown."""
    return "\n".join(line for data in sets.values() for line in _section(data))


def renewed(page: str, sets: Mapping[str, DataSet]) -> str:
    """The page with the facts as they are now; ValueError where it has no place for them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page needs the lines {BEGIN.strip()!r} and {END.strip()!r}.")
    return f"{before}{BEGIN}\n{facts(sets)}\n{END}{after}"


def _section(data: DataSet) -> Iterator[str]:
    yield f"### {data.title}: `{data.name}`\n"
    yield f"{data.what}\n"
    rows = [
        ("in lessons", f"`{data.loader}`"),
        ("made by", data.who),
        ("licence", data.licence),
        ("shape", data.shape),
        ("columns", ", ".join(data.columns)),
        ("classes", ", ".join(f"{n} {name}" for n, name in enumerate(data.classes))),
        ("its page", f"<{data.home}>" if data.home else ""),
        ("to download", f"about {faults.megabytes(data.size)}" if data.files else ""),
        ("without it", data.synthetic),
    ]
    yield from ("| | |", "| --- | --- |")
    yield from (f"| {name} | {_cell(text)} |" for name, text in rows if text)
    yield ""
    if data.files:
        yield from ("| file | holds | bytes, about | known by |", "| --- | --- | ---: | --- |")
        yield from (_file(file) for file in data.files)
        yield ""
        yield "It comes from\n"
        addresses = dict.fromkeys(address for file in data.files for address in file.addresses)
        yield from (f"- <{address}>" for address in addresses)
        yield ""


def _file(file: DataFile) -> str:
    hashes = "<br>".join(f"`{known}`" for known in file.hashes)
    return f"| `{file.name}` | {_cell(file.rows)} | {file.size:,} | {hashes} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- images ----------------------------------------------------------------------------------

SIDE, GAP = 28, 1  # pixels of an image, and between two
ACROSS = 6  # images of each class
SCALE = 1.5
FONT = "font-family='Helvetica, Arial, sans-serif' font-size='13'"
GREY = "fill='#595959'"
LEFT, TOP = 90, 30


def images_svg(blocks: Sequence[tuple[str, Sequence[Picture]]], classes: Sequence[str]) -> str:
    """Images in blocks side by side, a row for each class; each block has a title."""
    step = (SIDE + GAP) * SCALE
    wide = ACROSS * step
    width = LEFT + len(blocks) * (wide + 20)
    height = TOP + len(classes) * step + 8
    body = [
        _text(LEFT - 8, TOP + (row + 0.6) * step, name, "text-anchor='end'")
        for row, name in enumerate(classes)
    ]
    for at, (title, pictures) in enumerate(blocks):
        left = LEFT + at * (wide + 20)
        data = base64.b64encode(png(*sheet(pictures, len(classes)))).decode()
        body += [
            _text(left, TOP - 10, title, "font-weight='bold'"),
            f"<image x='{left:g}' y='{TOP}' width='{wide:g}' height='{len(classes) * step:g}' "
            f"style='image-rendering:pixelated' href='data:image/png;base64,{data}'/>",
        ]
    return _svg(width, height, " and ".join(title for title, _ in blocks), body)


def sheet(pictures: Sequence[Picture], rows: int) -> tuple[int, int, bytes]:
    """Grey images on one: those of a class in a row. Width, height and pixels.

    They come one of each class, then the next of each, as `showing.sample` gives them.
    """
    step = SIDE + GAP
    width, height = ACROSS * step, rows * step
    pixels = bytearray(b"\xff" * (width * height))
    for number, picture in enumerate(pictures[: ACROSS * rows]):
        column, row = divmod(number, rows)
        for y in range(SIDE):
            start = (row * step + y) * width + column * step
            pixels[start : start + SIDE] = picture.pixels[y * SIDE : (y + 1) * SIDE]
    return width, height, bytes(pixels)


def png(width: int, height: int, pixels: bytes) -> bytes:
    """A grey image as a PNG file (W3C, PNG, third edition: IHDR, IDAT, IEND)."""
    lines = b"".join(b"\0" + pixels[y * width : (y + 1) * width] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


# --- scatters --------------------------------------------------------------------------------

PANEL = 150  # pixels, wide and high
BESIDE = 125  # what stands on the left
ACROSS_FROM, ACROSS_TO = -2.3, 5.7  # standard deviations that a panel shows
UP_FROM, UP_TO = -5.2, 3.2
POINTS = 500


def scatters_svg(title: str, blocks: Sequence[tuple[str, Sequence[Column]]]) -> str:
    """The label, standardized, over each other column: a row of panels for each block."""
    from tutor.kit.showing import chosen_rows

    body = [_text(BESIDE, 20, title, "font-weight='bold'")]
    for row, (name, columns) in enumerate(blocks):
        top = TOP + row * (PANEL + 36)
        rows = chosen_rows(len(columns[0].values), POINTS)
        body.append(_text(8, top + PANEL / 2, name, "font-weight='bold'"))
        share = f"{len(rows)} of {len(columns[0].values)} rows"
        body.append(_text(8, top + PANEL / 2 + 18, share, GREY))
        for at, column in enumerate(columns[:-1]):
            left = BESIDE + at * (PANEL + 10)
            body += _panel(left, top, [(column.values[i], columns[-1].values[i]) for i in rows])
            style = f"text-anchor='middle' {GREY}"
            body.append(_text(left + PANEL / 2, top + PANEL + 17, column.name, style))
    width = BESIDE + (len(blocks[0][1]) - 1) * (PANEL + 10)
    return _svg(width, TOP + len(blocks) * (PANEL + 36), title, body)


def _panel(left: float, top: float, pairs: Sequence[tuple[float, float]]) -> list[str]:
    def place(x: float, y: float) -> tuple[float, float]:
        across = (x - ACROSS_FROM) / (ACROSS_TO - ACROSS_FROM)
        up = (y - UP_FROM) / (UP_TO - UP_FROM)
        return left + across * PANEL, top + (1 - up) * PANEL

    dots = "".join("M{:.1f} {:.1f}h0".format(*place(x, y)) for x, y in pairs)
    middle = place(0, 0)
    return [
        f"<rect x='{left:g}' y='{top:g}' width='{PANEL}' height='{PANEL}' fill='#f4f4f2'/>",
        f"<path d='M{left:g} {middle[1]:.1f}h{PANEL}M{middle[0]:.1f} {top:g}v{PANEL}' "
        "stroke='#c8c8c8' stroke-width='1'/>",
        f"<path d='{dots}' stroke='#1f5fa8' stroke-width='2' stroke-linecap='round' "
        "stroke-opacity='0.55' fill='none'/>",
    ]


def _svg(width: float, height: float, title: str, body: Sequence[str]) -> str:
    size = f"width='{width:g}' height='{height:g}'"
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' {size} "
            f"viewBox='0 0 {width:g} {height:g}' {FONT}>",
            f"<title>{escape(title)}</title>",
            f"<rect {size} fill='white'/>",
            *body,
            "</svg>\n",
        ]
    )


def _text(x: float, y: float, text: str, style: str = "") -> str:
    return f"<text x='{x:g}' y='{y:.1f}' {style}>{escape(text)}</text>"


def pictures(folder: Path) -> list[Path]:
    """Draw real beside synthetic data, with what is on this machine; the files written."""
    from tutor.kit import showing

    fashion, airfoil = registry.find("fashion_mnist"), registry.find("airfoil")
    count = ACROSS * len(fashion.classes)
    blocks: list[tuple[str, Sequence[Picture]]] = []
    for kind, name in KINDS:
        images = showing.sample(fashion, kind, count).images
        assert images is not None
        blocks.append((f"{fashion.title}, {name}", images.pictures))
    tables = [(name, showing.sample(airfoil, kind, 0, scaled=True).columns) for kind, name in KINDS]
    label = tables[0][1][-1].name
    title = f"{airfoil.title}: {label} over each other column, all standardized"
    drawn = {
        "data-fashion.svg": images_svg(blocks, fashion.classes),
        "data-airfoil.svg": scatters_svg(title, tables),
    }
    for name, text in drawn.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in drawn]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m tutor.commands.data_page")
    parser.add_argument("folder", type=Path, help="where data.md is")
    parser.add_argument("--pictures", action="store_true", help="draw its pictures as well")
    options = parser.parse_args(arguments)
    page = options.folder / PAGE
    page.write_text(renewed(page.read_text("utf-8"), registry.load()), encoding="utf-8")
    if options.pictures:
        for path in pictures(options.folder):
            print(path)


if __name__ == "__main__":
    main()
