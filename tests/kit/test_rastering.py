"""Polygons on pixels: what they cover, from exact areas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.kit.rastering import SIDE, Numbers, Pen, coverage, mirrored, rounded

INSIDE = st.floats(0, SIDE)


def covered(*corners: tuple[float, float]) -> Numbers:
    x, y = zip(*corners, strict=True)
    picture: Numbers = coverage(np.array([x], float), np.array([y], float))[0]
    return picture


def test_a_box_covers_its_pixels_and_parts_of_those_at_its_edge() -> None:
    picture = covered((2.0, 3.0), (6.5, 3.0), (6.5, 5.0), (2.0, 5.0))
    expected = np.zeros((SIDE, SIDE))
    expected[3:5, 2:6] = 1.0
    expected[3:5, 6] = 0.5
    assert np.array_equal(picture, expected)


def test_what_lies_outside_is_cut_off() -> None:
    assert np.array_equal(covered((-50, -50), (90, -50), (90, 90), (-50, 90)), np.ones((28, 28)))
    assert not covered((30, 2), (40, 2), (35, 20)).any()
    assert not covered((-9, 2), (-1, 2), (-5, 20)).any()
    half = covered((-20, 0), (14, 0), (14, 28), (-20, 28))
    assert half[:, :14].all()
    assert not half[:, 14:].any()


@given(st.tuples(INSIDE, INSIDE), st.tuples(INSIDE, INSIDE), st.tuples(INSIDE, INSIDE))
def test_a_triangle_covers_its_area_whichever_way_it_turns(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> None:
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    picture = covered(a, b, c)
    assert picture.min() >= 0
    assert picture.max() <= 1
    # four scan lines a pixel: half a line's length at top and bottom, at most, is missed
    assert picture.sum() == pytest.approx(area, abs=4.5)
    assert picture == pytest.approx(covered(c, b, a), abs=1 / 30)  # places are whole 64ths


def test_pictures_are_drawn_side_by_side_without_touching() -> None:
    x = np.array([[2.0, 20.0, 9.0], [30.0, 40.0, 35.0], [5.0, 27.9, 27.9]])
    y = np.array([[1.0, 9.0, 25.0], [0.0, 5.0, 20.0], [27.0, 27.0, 27.9]])
    together = coverage(x, y)
    for i in range(3):
        assert np.array_equal(together[i], coverage(x[i : i + 1], y[i : i + 1])[0])


def test_outlines_are_mirrored_and_rounded() -> None:
    assert mirrored([(1.0, 0.0), (2.0, 5.0)]) == [(1.0, 0.0), (2.0, 5.0), (-2.0, 5.0), (-1.0, 0.0)]
    assert rounded([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)]) == [
        (1.0, 0.0), (3.0, 0.0), (4.0, 1.0), (4.0, 3.0), (3.0, 3.0), (1.0, 1.0),
    ]  # fmt: skip
    assert rounded([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)], closed=False) == [
        (0.0, 0.0), (1.0, 0.0), (3.0, 0.0), (4.0, 1.0), (4.0, 3.0), (4.0, 4.0),
    ]  # fmt: skip


def test_a_pen_paints_over_and_leaves_out_what_has_no_strength() -> None:
    pen = Pen(np.full((2, 20), 0.5))
    box = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
    pen.fill(box, 0.8)
    assert pen.picture[:, 14, 14] == pytest.approx([0.8, 0.8])
    pen.fill(box, 0.2, np.array([1.0, 0.0]))
    assert pen.picture[:, 14, 14] == pytest.approx([0.2, 0.8])
    assert not pen.picture[:, 0, 0].any()
    pen.stroke([(-0.5, 0.0), (0.5, 0.0)], 0.3, 0.6)
    assert pen.picture[:, 14, 14] == pytest.approx([0.6, 0.6])
    assert pen.picture[1, 10, 14] == pytest.approx(0.8)  # above the line
