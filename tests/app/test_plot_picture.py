"""Curves as text: round ticks, lines on the canvas, whole pictures of every size."""

from __future__ import annotations

import math

import pytest
from plot_samples import FALLING, curve, series

from tutor.app.plot import render_text
from tutor.app.plot_canvas import Canvas, Markers
from tutor.app.plot_picture import Item
from tutor.app.plot_scale import Scale, number, tick_label
from tutor.course.model import PlotOptions

NONE = PlotOptions()


# --- scales and numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 1, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-2, 2, 5, ["-2", "-1", "0", "1", "2"]),
        (0, 2_000_000, 5, ["0", "0.5M", "1.0M", "1.5M", "2.0M"]),
        (0, 3e20, 4, ["0", "1e20", "2e20", "3e20"]),
        (0, 4e-7, 5, ["0", "1e-7", "2e-7", "3e-7", "4e-7"]),
        (1000, 1000.4, 5, ["1000.0", "1000.1", "1000.2", "1000.3", "1000.4"]),
    ],
)
def test_ticks_are_round(low: float, high: float, most: int, expected: list[str]) -> None:
    assert [label for _, label in Scale.over([low, high]).ticks(most)] == expected


def test_ticks_lie_where_their_values_are() -> None:
    assert [place for place, _ in Scale.over([0, 10]).ticks(3)] == [0, 0.5, 1]


@pytest.mark.parametrize("values", [[5.0], [0.0, 0.0], [1e300, -1e300], [1e-320], [1, 1 + 1e-15]])
def test_a_scale_is_never_empty(values: list[float]) -> None:
    scale = Scale.over(values)
    assert scale.high > scale.low
    assert all(0 <= scale.place(v) <= 1 for v in values)
    assert len(scale.ticks(5)) <= 6


def test_a_logarithmic_axis_is_labelled_with_powers() -> None:
    scale = Scale.over([1e-4, 1e3], log=True)
    labels = [label for _, label in scale.ticks(10)]
    assert labels == ["10⁻⁴", "10⁻³", "10⁻²", "0.1", "1", "10", "10²", "10³"]
    assert "1e-4" in [label for _, label in scale.ticks(10, ascii_only=True)]
    assert scale.place(1) == pytest.approx(4 / 7)


def test_less_than_a_decade_still_has_ticks() -> None:
    for low, high in ((0.2, 0.8), (0.41, 0.43)):
        ticks = Scale.over([low, high], log=True).ticks(5)
        assert len(ticks) >= 2
        assert all(-1e-9 <= place <= 1 + 1e-9 for place, _ in ticks)


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (0.0312345, "0.03123"), (1.5e-7, "1.5e-7"), (-math.inf, "-∞"), (math.nan, "NaN")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_a_tick_near_zero_is_zero() -> None:
    assert tick_label(-1e-17, 0.2) == "0.0"
    assert tick_label(-1e-9, 1e5) == "0"


# --- the canvas -----------------------------------------------------------------------------------


def drawn(canvas: Canvas) -> list[str]:
    return ["".join(text for text, _ in row) for row in canvas.rows()]


def test_a_diagonal_joins_the_corners() -> None:
    canvas = Canvas(3, 3, "ascii")
    canvas.line([(0, 0), (1, 1)], 0)
    assert drawn(canvas) == ["  *", " * ", "*  "]


def test_a_line_has_no_gaps() -> None:
    canvas = Canvas(9, 20, "ascii")
    canvas.line([(0, 0), (0.3, 1), (0.5, 0.1), (1, 0.9)], 0)
    assert all("*" in row for row in drawn(canvas))


def test_where_two_curves_meet_the_later_one_is_shown() -> None:
    canvas = Canvas(1, 1)
    canvas.line([(0, 0), (0, 1)], 0)
    canvas.line([(1, 0), (1, 1)], 1)
    assert drawn(canvas) == ["⢸"]
    assert canvas.rows() == [[("⢸", 1)]]


def test_points_are_larger_than_lines() -> None:
    canvas = Canvas(4, 2)
    canvas.points([(0, 0)], 0)
    assert drawn(canvas)[1][0] == "⣤"


def test_labels_avoid_curves_and_one_another() -> None:
    canvas = Canvas(5, 3, "dot")
    canvas.line([(0, 0.5), (1, 0.5)], 0)
    canvas.label((1, 0.5), "a", 0)
    canvas.label((1, 0.5), "b", 1)
    rows = drawn(canvas)
    assert rows[1] == "∙∙∙∙∙"
    assert "a" in rows[0] + rows[2]
    assert "b" in rows[0] + rows[2]


# --- whole pictures -------------------------------------------------------------------------------


def test_a_plot_says_names_values_axes_and_title() -> None:
    options = PlotOptions(title="Training", x="epoch", y="loss")
    text = render_text([series("train", FALLING)], options, 60, 16)
    lines = text.split("\n")
    assert len(lines) == 16
    assert lines[0] == "Training"
    assert lines[1].startswith("loss  train 0.006909")
    assert lines[-1].strip() == "epoch"
    assert lines[-2].split() == ["0", "50", "100", "150"]
    assert any(line.startswith("1.0┤") for line in lines)


def test_a_falling_curve_falls_from_left_to_right() -> None:
    text = render_text([series("loss", FALLING)], NONE, 50, 14, markers="ascii")
    rows = [line.split("|")[-1].split("+", 1)[-1] for line in text.split("\n")[1:-2]]
    columns = [row.find("*") for row in rows if "*" in row]
    assert columns == sorted(columns)
    assert columns[0] == 0
    assert columns[-1] > 10


def test_each_of_several_curves_has_a_letter_in_legend_and_picture() -> None:
    items = [series("train", FALLING), series("test", [y + 0.3 for y in FALLING])]
    text = render_text(items, NONE, 60, 16)
    legend, *rows = text.split("\n")
    assert legend.startswith("a train ")
    assert "b test " in legend
    body = "".join(rows)
    assert body.count("a") == body.count("b") == 1


def test_a_single_curve_needs_no_letter() -> None:
    assert "a " not in render_text([series("loss", FALLING)], NONE, 60, 16)


def test_the_legend_covers_no_curve_and_says_what_it_leaves_out() -> None:
    items = [series(f"a rather long name {i}", [y + i for y in FALLING]) for i in range(9)]
    lines = render_text(items, NONE, 50, 16).split("\n")
    assert lines[1].endswith("more")
    assert all("long name" not in line for line in lines[2:])
    assert all(len(line) <= 50 for line in lines)


def test_ascii_is_ascii() -> None:
    options = PlotOptions(title="t", x="x", y="y", yscale="log")
    items = [series("one", [1.0, 1e-9, math.inf]), series("two", [0.0, -1.0, 3.0])]
    for height in (3, 8, 18):
        assert render_text(items, options, 60, height, markers="ascii").isascii()


def test_a_diverging_loss_is_drawn_as_far_as_it_goes_and_said() -> None:
    loss = series("loss", [3.0**i for i in range(37)] + [math.inf, math.inf])
    for yscale in ("linear", "log"):
        text = render_text([loss], PlotOptions(yscale=yscale), 60, 16)  # type: ignore[arg-type]
        assert "loss left the chart at step 37: ∞" in text
        assert text.split("\n")[0] == "loss ∞"


def test_how_it_left_stays_said_when_infinity_turns_into_nan() -> None:
    text = render_text([series("loss", [1.0, math.inf, math.nan])], NONE, 60, 16)
    assert "loss left the chart at step 1: ∞" in text
    assert text.startswith("loss NaN")


def test_values_that_came_back_are_said_too() -> None:
    text = render_text([series("loss", [1.0, math.nan, 2.0])], PlotOptions(x="epoch"), 60, 16)
    assert "1 value (NaN, ∞) not drawn, first at epoch 1" in text


def test_a_logarithmic_scale_survives_zero_and_less() -> None:
    options = PlotOptions(yscale="log")
    text = render_text([series("loss", [0.0, -1.0, 0.0, 5.0, 50.0])], options, 60, 16)
    assert "loss: 3 values ≤ 0 not drawn" in text
    assert render_text([series("loss", [0.0, -1.0])], options, 60, 16)  # nothing left to draw


def test_a_path_in_a_plane_is_drawn_as_it_runs() -> None:
    ring = [i / 40 * 2 * math.pi for i in range(41)]
    items: list[Item] = [
        curve("_contour", [math.cos(a) for a in ring], [math.sin(a) for a in ring]),
        curve("descent", [-0.5, 0.5, -0.5], [0.5, 0.0, -0.5], "both"),
    ]
    text = render_text(items, NONE, 46, 20, markers="ascii")
    lines = text.split("\n")
    margin = lines[-2].index("+") + 1
    rows = [line[margin:] for line in lines[1:-2]]
    middle = rows[len(rows) // 2]
    assert middle.strip()[0] == middle.strip()[-1] == "*"  # both sides of the ring
    assert "+" in middle  # the path's turn, on the right
    assert "contour" not in text  # a name that begins with _ stays out of the legend
    assert text.startswith("descent")


def test_a_curve_with_very_many_points_is_drawn_with_few() -> None:
    xs = [i / 50_000 for i in range(100_000)]
    text = render_text([curve("f", xs, [x * x for x in xs])], NONE, 60, 16)
    assert "⡠" in text or "⢀" in text


@pytest.mark.parametrize("markers", ["braille", "dot", "ascii"])
@pytest.mark.parametrize("height", [0, 1, 3, 5, 6, 7, 12, 40])
def test_no_size_is_too_small(height: int, markers: Markers) -> None:
    many = [series("train", FALLING), series("测试误差", [math.nan]), series("", [1.0])]
    path = [curve("f", [1, 0, 1], [0, 1, 1], "points"), curve("g", [], [])]
    for width in (0, 1, 5, 20, 23, 24, 30, 80):
        for items in ([], many, path, [*many, *path]):
            for options in (NONE, PlotOptions(title="长标题" * 9, x="x", y="y", yscale="log")):
                text = render_text(items, options, width, height, markers=markers)
                lines = text.split("\n")
                assert len(lines) <= max(height, 1)
                assert all(len(line) <= max(width, 1) for line in lines)


def test_a_tiny_plot_says_the_latest_values() -> None:
    text = render_text([series("train", FALLING), series("test", [1.0])], NONE, 20, 5)
    assert text.split("\n") == ["train 0.006909 at 1…", "test 1 at 0"]


def test_no_points_yet() -> None:
    assert render_text([], NONE, 40, 10) == "No points yet."


def test_colours_only_when_asked_for() -> None:
    items = [series("loss", FALLING)]
    assert "\x1b" not in render_text(items, NONE, 40, 10)
    assert "\x1b[34m" in render_text(items, NONE, 40, 10, colour=True)
