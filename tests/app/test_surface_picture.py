"""Surfaces as rows of characters: every size, every path, colours that can be told apart."""

from __future__ import annotations

import itertools
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from surface_samples import bowl, line, path, surface, walk
from textual.color import Color

from tutor.app import surface_picture as module
from tutor.app.plot_canvas import Markers
from tutor.app.surface_colours import ON_ANSI, ON_DARK, ON_LIGHT, Palette, mix
from tutor.app.surface_data import Walk, stops
from tutor.app.surface_dots import Dots, Frame
from tutor.app.surface_ground import HALF, Cell
from tutor.app.surface_picture import Look, SurfacePicture
from tutor.app.themes import DARK, LIGHT
from tutor.course.model import PlotOptions
from tutor.engine.protocol import Surface

DARK_PALETTE = Palette("true", True)
Rows = list[list[Cell]]


def drawn(
    event: Surface,
    width: int = 80,
    height: int = 24,
    *,
    palette: Palette = DARK_PALETTE,
    markers: Markers = "braille",
    style: str = "both",
    step: int = 10**6,
    ghosts: list[tuple[str, Surface]] | None = None,
) -> Rows:
    picture = SurfacePicture()
    picture.set(event, ghosts or [])
    return picture.rows(Look(width, height, palette, markers, style), step)


def text(rows: Rows) -> str:
    return "\n".join("".join(cell.text for cell in row) for row in rows)


def letters(rows: Rows, colour: str) -> list[tuple[int, int]]:
    """Where the letter of a path stands on the ground, as (column, row)."""
    return [
        (x, y)
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
        if cell.ground == colour and len(row) > 20
    ]


# --- colours --------------------------------------------------------------------------------------


def luminance(name: str) -> float:
    parts = [c / 255 for c in Color.parse(name).rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("depth", ["true", "256"])
@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_paths_stand_out_from_all_of_the_ground(theme: object, depth: str) -> None:
    dark = theme is DARK
    ground = DARK.background if dark else LIGHT.background
    assert ground is not None
    palette = Palette(depth, dark, ground)  # type: ignore[arg-type]
    colours = ON_DARK if dark else ON_LIGHT
    for shade, colour in itertools.product(palette.ground, colours):
        beside = palette.beside(shade)
        assert contrast(beside, colour) >= 3, (shade, colour)
        assert contrast(beside, colour) > contrast(beside, palette.on_ground(shade))


@pytest.mark.parametrize("dark", [True, False])
def test_the_ground_rises_evenly_in_lightness(dark: bool) -> None:
    shades = Palette("true", dark).ground[:-1]
    perceived = [luminance(shade) ** (1 / 3) for shade in shades]  # about as CIE's lightness
    assert all(b > a - 0.003 for a, b in itertools.pairwise(perceived))  # bytes are rounded
    steps = [b - a for a, b in itertools.pairwise(perceived[::16])]
    assert max(steps) < 3 * min(steps)


def test_neighbouring_paths_differ_in_more_than_hue() -> None:
    for colours in (ON_DARK, ON_LIGHT):
        assert len(set(colours)) == 8
    assert len(set(ON_ANSI)) == 8
    assert all(name.startswith("ansi_") for name in ON_ANSI)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


# --- what is drawn --------------------------------------------------------------------------------


def test_names_values_axes_and_steps() -> None:
    rows = drawn(surface(), 160, 30)
    shown = text(rows)
    first, last = shown.split("\n")[0], shown.split("\n")[-1]
    assert first.startswith("a gradient descent f 0.08901")
    assert "at (-0.943, " in first
    assert "b momentum f " in shown
    assert "c too fast f " in shown
    assert shown.split("\n")[-2].split() == [*map(str, range(-6, 6)), "x1"]
    assert "step 20 of 20" in last
    assert "+ minimum" in shown or "minimum" in shown
    assert all(sum(cell_len(c.text) for c in row) <= 160 for row in rows)


def test_the_letter_of_a_path_stands_where_the_path_is() -> None:
    event = surface({"one": walk(0.4)})
    for step in (0, 1, 5, 20):
        rows = drawn(event, 100, 30, step=step)
        ((x, y),) = letters(rows, ON_DARK[0])
        assert rows[y][x].text == "a"
        where = walk(0.4)[step]
        columns, lines = 97, 27
        across = (x - 1 + 0.5) / columns * 12 - 6  # the margin is one cell of three columns
        down = 3.5 - (y - 1 + 0.5) / lines * 7
        assert across == pytest.approx(where[0], abs=12 / columns)
        assert down == pytest.approx(where[1], abs=7 / lines)


def test_from_a_character_back_to_the_plane() -> None:
    picture = SurfacePicture()
    assert picture.point(5, 5) is None
    picture.set(surface({"one": walk(0.4)}), [])
    rows = picture.rows(Look(100, 30, DARK_PALETTE), 5)
    ((x, y),) = letters(rows, ON_DARK[0])
    left, _ = picture.plot
    found = picture.point(x - 1 + left, y)  # the margin is one cell of some columns
    assert found == pytest.approx(walk(0.4)[5], abs=0.25)
    assert picture.point(0, y) is None


def test_a_step_shows_the_path_until_then() -> None:
    event = surface({"one": walk(0.4)}, marks=())

    def painted(step: int) -> int:
        return sum(c.colour == ON_DARK[0] for row in drawn(event, step=step)[1:-2] for c in row)

    counts = [painted(step) for step in (0, 1, 5, 20)]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_who_leaves_is_drawn_to_the_edge_and_said() -> None:
    event = surface({"far": walk(0.6, steps=60)})
    leaves = next(k for k, (_, y) in enumerate(walk(0.6, steps=60)) if abs(y) > 3.5)
    assert f"left at step {leaves} " in text(drawn(event))
    assert "left" not in text(drawn(event, step=leaves - 1)).split("\n")[0]
    rows = drawn(event)
    edge = [(x, y) for y, row in enumerate(rows) for x, c in enumerate(row)
            if c.text == "a" and c.colour == ON_DARK[0]]  # fmt: skip
    assert len(edge) == 1
    assert edge[0][1] in (1, 2, len(rows) - 3)
    inside = sum(c.colour == ON_DARK[0] for row in rows[1:-2] for c in row)
    assert inside < 60, "what comes after it has left is not drawn across the picture"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300, -1e308])
def test_paths_with_numbers_that_are_none(bad: float) -> None:
    places = [(-5.0, -2.0), (-4.0, 1.0), (bad, 1.0), (bad, bad), (-3.0, bad)]
    for count in range(1, 6):
        shown = text(drawn(surface({"one": places[:count]})))
        assert "a one" in shown
    back = [*places, (1.0, 1.0), (2.0, 1.0)]
    rows = drawn(surface({"one": back}))
    assert letters(rows, ON_DARK[0]), "it has come back into the picture"
    assert "left" not in text(rows)
    nowhere = drawn(surface({"one": [(bad, bad)]}))
    assert "a one" in text(nowhere)


def test_paths_that_meet_keep_a_letter_each() -> None:
    event = surface({f"p{n}": [(-5.0, -2.0), (1.0, 1.0)] for n in range(8)})
    rows = drawn(event, step=0)
    found = {c.text for row in rows[3:-2] for c in row if c.bold and len(row) > 20}
    assert set("abcdefgh") <= found


def test_paths_side_by_side_take_turns() -> None:
    """None hides another: on a stretch that several share, each colour is to be seen."""
    same = [(-5.0, 1.0), (5.0, 1.0)]
    rows = drawn(surface({"one": same, "two": same, "three": same}, marks=()))
    used = [c.colour for row in rows[2:-2] for c in row[5:-5] if c.colour in ON_DARK]
    for colour in ON_DARK[:3]:
        assert used.count(colour) >= 10


def test_sixty_four_paths() -> None:
    paths = {f"path {n}": walk(0.3 + n / 400) for n in range(64)}
    began = time.perf_counter()
    shown = text(drawn(surface(paths)))
    assert time.perf_counter() - began < 2
    assert "more" in shown.split("\n")[2]


def test_without_a_path_there_are_no_steps() -> None:
    for paths in ({}, {"one": walk(0.4)[:1]}):
        assert "step" not in text(drawn(surface(paths)))
    assert text(SurfacePicture().rows(Look(30, 10, DARK_PALETTE), 0)) == "No surface yet."


def test_ghosts_lie_behind_and_have_a_digit() -> None:
    now = surface({"one": walk(0.4)})
    kept = [("eta 0.1", surface({"one": walk(0.1)})), ("eta 0.45", surface({"one": walk(0.45)}))]
    rows = drawn(now, 100, 30, ghosts=kept)
    assert "1 eta 0.1 f" in text(rows)
    assert "2 eta 0.45 f" in text(rows)
    faint = DARK_PALETTE.ghost(0)
    assert sum(c.colour == faint for row in rows for c in row) > 10
    assert letters(rows, ON_DARK[0])
    planar = drawn(now, ghosts=[("line", line({"one": [1, 2]}))])
    assert "line" not in text(planar), "a curve has no place on a surface"


def test_one_variable() -> None:
    rows = drawn(line({"walk": [10, 6, 3.6, 2.16], "far": [10, -12, 14]}))
    shown = text(rows)
    assert "a walk f 4.666" in shown
    assert "left at step 1" in shown
    assert shown.split("\n")[-2].rstrip().endswith(" x")
    assert any(HALF in cell.text for row in rows for cell in row) is False


# --- styles, colours, markers ---------------------------------------------------------------------


def test_styles() -> None:
    def kinds(style: str, palette: Palette = DARK_PALETTE) -> tuple[bool, bool]:
        cells = [c for row in drawn(surface({}), style=style, palette=palette) for c in row]
        heat = any(c.text == HALF for c in cells)
        lines = any("\u2800" < c.text < "\u2900" for c in cells if len(c.text) == 1)
        return heat, lines

    assert kinds("both") == (True, True)
    assert kinds("heat") == (True, False)
    assert kinds("contours") == (False, True)
    assert kinds("heat", Palette("ansi", True)) == (False, True)


def test_few_colours_are_the_terminals_own() -> None:
    rows = drawn(surface(), palette=Palette("ansi", True))
    used = {name for row in rows for c in row for name in (c.colour, c.ground) if name}
    assert all(name.startswith("ansi_") for name in used)


def test_ascii_is_ascii() -> None:
    for event in (surface(), line({"a": [10, 6]})):
        text(drawn(event, markers="ascii")).encode("ascii")
        dots = text(drawn(event, markers="dot"))
        assert not any("\u2800" <= c < "\u2900" for c in dots)
    assert "∙" in dots


@given(st.integers(0, 60), st.integers(0, 30), st.sampled_from(["braille", "dot", "ascii"]),
       st.sampled_from(["both", "heat", "contours"]), st.integers(0, 25))  # fmt: skip
def test_any_size(width: int, height: int, markers: Markers, style: str, step: int) -> None:
    for event in (surface(name="f"), line({"a": [10, 6, 100]}), surface({})):
        rows = drawn(event, width, height, markers=markers, style=style, step=step)
        assert len(rows) <= height
        assert all(sum(cell_len(c.text) for c in row) <= width for row in rows)


def test_shades_are_drawn_between_the_points_of_the_grid() -> None:
    event = surface({}, shade=lambda x, y: 0 if x < 0 else 254, style="heat", marks=())
    rows = drawn(event, style="heat")
    row = [c for c in rows[8] if len(c.text) == 1]
    assert row[0].ground == DARK_PALETTE.ground[0]
    assert row[-1].ground == DARK_PALETTE.ground[254]
    assert len({c.ground for c in row}) <= 4
    hole = surface({}, shade=lambda x, y: 255, marks=())
    cells = {c.ground for r in drawn(hole, style="heat")[:-1] for c in r if len(c.text) == 1}
    assert cells == {DARK_PALETTE.background}


def test_a_broken_event_is_drawn_as_far_as_it_goes() -> None:
    event = Surface(1, "f", b"", b"", paths=[path("one", [(1.0, 2.0)])])
    assert "a one" in text(drawn(event))


# --- what is kept ---------------------------------------------------------------------------------


def test_the_ground_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = module.draw
    monkeypatch.setattr(module, "draw", lambda *a: calls.append(a) or real(*a))
    picture = SurfacePicture()
    look = Look(80, 24, DARK_PALETTE)
    for count in range(2, 20):
        picture.set(surface({"one": walk(0.4)[:count]}), [])
        picture.rows(look, count)
    assert len(calls) == 1
    picture.rows(Look(60, 24, DARK_PALETTE), 3)
    picture.rows(Look(60, 24, DARK_PALETTE, style="heat"), 3)
    assert len(calls) == 3


def test_a_path_that_grows_looks_like_one_that_came_at_once() -> None:
    whole = surface({"one": walk(0.45), "two": walk(0.6, steps=60)})
    picture = SurfacePicture()
    look = Look(80, 24, DARK_PALETTE)
    for count in range(1, 62, 3):
        paths = {"one": walk(0.45)[:count], "two": walk(0.6, steps=60)[:count]}
        picture.set(surface(paths), [])
        picture.rows(look, 10**6)
    picture.set(whole, [])
    assert picture.rows(look, 10**6) == drawn(whole)
    for step in (3, 50, 0, 20):
        assert picture.rows(look, step) == drawn(whole, step=step)


def test_untouched_rows_are_the_very_same() -> None:
    picture = SurfacePicture()
    picture.set(surface({"one": [(-5.0, 3.0), (-4.0, 3.0)]}, marks=()), [])
    look = Look(80, 24, DARK_PALETTE)
    before, after = picture.rows(look, 0), picture.rows(look, 1)
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    assert 1 <= changed <= 4


# --- steps ----------------------------------------------------------------------------------------


def test_thinned_paths_are_walked_by_their_real_numbers() -> None:
    few = Walk.of(path("long", [(0, 0), (1, 0), (2, 0), (3, 0)], [0, 1, 500, 1000]), True)
    assert (few.last, few.index(499), few.at(499), few.at(500)) == (1000, 1, (1, 0), (2, 0))
    assert list(stops([few])) == [0, 1, 500, 1000]
    short = Walk.of(path("short", walk(0.4)[:3]), True)
    assert list(stops([few, short])) == [0, 1, 2, 500, 1000]
    assert short.at(700) == walk(0.4)[2]
    assert list(stops([])) == [0]
    assert few.height(1000) == bowl(3, 0)


@given(st.floats(-3, 4), st.floats(-3, 4), st.floats(-3, 4), st.floats(-3, 4))
def test_lines_are_clipped_where_they_leave(a: float, b: float, c: float, d: float) -> None:
    frame = Frame(20, 10, (0, 1), (0, 1))
    dots = Dots(frame)
    dots.segment((a, b), (c, d))
    crosses = any(
        0 <= a + t * (c - a) <= 1 and 0 <= b + t * (d - b) <= 1
        for t in [k / 512 for k in range(513)]
    )
    assert bool(dots.cells) or not crosses
    for x, y in dots.cells:
        assert frame.contains((x, y))
        middle = ((x + 0.5) / 20, (y + 0.5) / 10)
        gap = abs((d - b) * middle[0] - (c - a) * middle[1] + c * b - d * a)
        assert gap <= math.hypot(c - a, d - b) * 0.09 + 1e-9


def test_a_figure_names_title_and_axes() -> None:
    picture = SurfacePicture(names=PlotOptions("Where it holds", "eta times bend", "gamma"))
    picture.set(surface(), [])
    lines = text(picture.rows(Look(60, 20, DARK_PALETTE), 0)).splitlines()
    assert lines[0].startswith("Where it holds")
    assert any(line.startswith("gamma ") for line in lines)
    assert any(line.endswith("eta times bend") for line in lines)


def test_a_path_whose_name_begins_with_an_underscore_stays_out_of_the_legend() -> None:
    shown = drawn(surface({"plain": walk(0.4), "_look along": walk(0.2)}))

    assert "plain" in text(shown)
    assert "look along" not in text(shown)
