"""Images in half blocks: their size, their colours, their labels."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from tutor.app.images_picture import arrange, draw
from tutor.app.images_view import ImagesView
from tutor.app.plot_canvas import Markers
from tutor.app.surface_colours import Palette
from tutor.app.themes import THEMES
from tutor.engine.protocol import Images, Picture

TRUE, ANSI = Palette("true", True), Palette("ansi", True)
NAMES = ["coat", "bag", "ankle boot", "T-shirt", "sneaker", "dress", "shirt", "sandal"]


def ring(width: int, height: int, petals: int, label: str = "", depth: int = 1) -> Picture:
    """A bright flower on black."""
    pixels = bytearray()
    for j in range(height):
        for i in range(width):
            x, y = 2 * (i + 0.5) / width - 1, 2 * (j + 0.5) / height - 1
            edge = 0.6 + 0.2 * math.cos(petals * math.atan2(y, x))
            light = max(0.0, 1 - 5 * abs(math.hypot(x, y) - edge))
            value = round(255 * light)
            pixels += bytes([value] if depth == 1 else [value, round(127 * (1 + x)), 80])
    return Picture(width, height, bytes(pixels), label)


def images(count: int = 8, side: int = 28, depth: int = 1, **options: object) -> Images:
    pictures = [ring(side, side, k, NAMES[k % len(NAMES)], depth) for k in range(count)]
    return Images(1, pictures, **options)  # type: ignore[arg-type]


def text(event: Images, width: int, palette: Palette = ANSI, markers: Markers = "braille") -> str:
    rows = draw(event, width, palette, markers)
    return "\n".join("".join(cell.text for cell in row) for row in rows)


def test_pixels_are_the_image() -> None:
    colours = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9])
    event = Images(1, [Picture(2, 2, colours)])
    size = arrange(event, 80).width // 2
    rows = draw(event, 80, TRUE, "braille")
    assert len(rows) == size
    top, bottom = rows[0], rows[-1]
    assert {top[0].ground, top[-1].ground} == {"#ff0000", "#00ff00"}
    assert {bottom[0].ground, bottom[-1].ground} == {"#0000ff", "#090909"}
    grey = draw(Images(1, [Picture(1, 3, bytes([0, 128, 255]))], columns=1), 1, TRUE, "braille")
    assert (grey[0][0].text, grey[0][0].colour, grey[0][0].ground) == ("▀", "#000000", "#808080")
    assert (grey[1][0].text, grey[1][0].colour, grey[1][0].ground) == ("▀", "#ffffff", "")


@pytest.mark.parametrize(
    ("event", "width", "across", "columns"),
    [
        (images(1), 80, 28, 1),
        (images(2), 80, 28, 2),
        (images(8), 120, 20, 5),
        (images(64), 80, 10, 6),
        (images(1, side=8), 80, 24, 1),
        (images(1, side=160), 80, 42, 1),
        (images(4, columns=4), 80, 18, 4),
        (images(4, columns=2), 80, 28, 2),
        (images(1), 20, 20, 1),
        (images(1), 5, 5, 1),
    ],
)
def test_they_are_as_large_as_a_page_allows(
    event: Images, width: int, across: int, columns: int
) -> None:
    layout = arrange(event, width)
    assert (layout.width, layout.columns) == (across, columns)
    assert all(
        sum(cell_len(cell.text) for cell in row) <= width
        for row in draw(event, width, TRUE, "braille")
    )


def test_labels_stand_under_their_images() -> None:
    event = images(3, title="Fashion")
    lines = text(event, 90).split("\n")
    assert lines[0] == "Fashion"
    assert lines[-1].split() == ["coat", "bag", "ankle", "boot"]
    narrow = text(Images(1, [Picture(4, 4, bytes(16), "a long label of an image")]), 12)
    assert narrow.split("\n")[-1].rstrip() == "a long labe…"
    wide = text(Images(1, [Picture(8, 8, bytes(64), "短靴と長靴とサンダルと帽子")]), 24)
    assert cell_len(wide.split("\n")[-1]) <= 24


def test_few_colours_are_shades() -> None:
    shaded = text(images(1, depth=3), 40)
    assert set(shaded.split("\n")[5]) <= set(" ░▒▓█")
    assert "▓" in shaded or "█" in shaded
    plain = text(images(2), 60, TRUE, "ascii")
    plain.encode("ascii")
    assert "@" in plain or "%" in plain


def test_images_of_different_sizes_share_a_scale() -> None:
    event = Images(1, [ring(28, 28, 3), ring(14, 28, 3), ring(28, 14, 3)])
    rows = draw(event, 100, TRUE, "braille")
    assert len(rows) == 14
    beside = [cell for cell in rows[7][30 : 30 + 28] if not cell.colour and not cell.ground]
    assert len(beside) == 14, "the narrow one stands in the middle of its place"


@pytest.mark.parametrize(
    "picture", [Picture(0, 0, b""), Picture(3, 3, b"12"), Picture(-1, 5, b"xxxxx")]
)
def test_a_broken_picture_is_a_blank(picture: Picture) -> None:
    assert text(Images(1, [picture], columns=1), 20).strip() == ""
    assert text(Images(1, []), 20) == "No images."


@given(st.integers(0, 100), st.integers(1, 9), st.integers(1, 40), st.integers(1, 40),
       st.integers(0, 5))  # fmt: skip
def test_any_size(width: int, count: int, wide: int, high: int, columns: int) -> None:
    event = Images(1, [Picture(wide, high, bytes(wide * high), "label")] * count, columns=columns)
    rows = draw(event, width, TRUE, "braille")
    assert all(sum(cell_len(cell.text) for cell in row) <= max(width, 0) for row in rows)


class Host(App[None]):
    def __init__(self, event: Images, theme: str = "tutor-dark") -> None:
        super().__init__()
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme
        self.event = event

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield ImagesView(self.event)


async def test_it_is_as_high_as_its_images_and_follows_the_width() -> None:
    app = Host(images(8))
    async with app.run_test(size=(120, 40)) as pilot:
        view = app.query_one(ImagesView)
        await pilot.pause()
        first = view.size.height
        assert first == len(draw(app.event, view.size.width, TRUE, "braille"))
        await pilot.resize_terminal(50, 40)
        await pilot.pause()
        assert view.size.height == len(draw(app.event, view.size.width, TRUE, "braille"))
        view.show(images(1, side=8))
        await pilot.pause()
        assert view.size.height == 13
        assert "coat" in view.text
        view.markers = "ascii"
        await pilot.pause()
        view.text.encode("ascii")


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@pytest.mark.parametrize("depth", [1, 3])
def test_images_by_sight(
    snap_compare: Callable[..., bool], size: tuple[int, int], depth: int
) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        await pilot.pause()

    event = images(8, depth=depth, title="Eight flowers")
    assert snap_compare(Host(event), run_before=wait, terminal_size=size)
