from __future__ import annotations

import math
import random
import time
from array import array
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.app.series import BUCKETS, CurveData, Series


def packed(values: Iterable[float]) -> bytes:
    return array("d", values).tobytes()


def grown(ys: list[float], chunk: int = 2000) -> Series:
    series = Series("loss")
    for start in range(0, len(ys), chunk):
        part = ys[start : start + chunk]
        series.extend(packed(range(start, start + len(part))), packed(part))
    return series


def test_few_points_are_kept_as_they_are() -> None:
    series = grown([3.0, 1.0, 2.0])
    assert series.columns(128) == ([0, 1, 2], [3, 1, 2])
    assert (series.count, series.last, series.last_x, series.best) == (3, 2.0, 2.0, 1.0)


def test_nothing_is_drawn_of_nothing() -> None:
    series = Series("loss")
    series.extend(b"", b"")
    assert series.columns(128) == ([], [])
    assert series.count == 0
    assert not series.gone


def test_memory_is_bounded_and_a_spike_survives() -> None:
    ys = [math.sin(i / 10_000) for i in range(300_000)]
    ys[123_456] = 50.0
    ys[234_567] = -40.0
    series = grown(ys)
    assert series.count == 300_000
    assert series.size <= 2 * BUCKETS + 2
    xs, drawn = series.columns(128)
    assert len(xs) <= 128
    assert drawn[xs.index(123_456)] == max(drawn) == 50.0
    assert drawn[xs.index(234_567)] == min(drawn) == -40.0
    assert series.best == -40.0
    assert (xs[0], xs[-1]) == (0, 299_999)
    assert (drawn[0], drawn[-1]) == (ys[0], ys[-1])


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(1, 9000),
    chunk=st.integers(1, 3000),
    columns=st.integers(1, 300),
    seed=st.integers(0, 99),
)
def test_however_it_grows_it_keeps_order_extremes_and_ends(
    count: int, chunk: int, columns: int, seed: int
) -> None:
    source = random.Random(seed)
    ys = [source.gauss(0, 1) for _ in range(count)]
    series = grown(ys, chunk)
    xs, drawn = series.columns(columns)
    assert len(xs) == len(drawn) <= max(columns, 6)
    assert all(a <= b for a, b in pairwise(xs))
    assert all(ys[int(x)] == y for x, y in zip(xs, drawn, strict=True))  # no point is made up
    assert (min(drawn), max(drawn)) == (min(ys), max(ys))
    assert (drawn[0], drawn[-1]) == (ys[0], ys[-1])


def test_values_that_leave_the_chart_are_counted() -> None:
    series = grown([1.0, 2.0, math.inf, math.nan, 1e305])
    assert (series.lost, series.lost_from, series.lost_as) == (3, 2.0, math.inf)
    assert series.gone
    assert series.columns(128) == ([0, 1], [1, 2])
    series.extend(packed([5]), packed([7.0]))
    assert not series.gone
    assert series.last == 7.0
    assert series.columns(128) == ([0, 1, 5], [1, 2, 7])


def test_infinities_of_both_signs_do_not_cancel() -> None:
    series = grown([math.inf, -math.inf, 4.0])
    assert series.lost == 2
    assert series.columns(10) == ([2], [4])


def test_values_without_a_logarithm_are_counted() -> None:
    assert grown([1.0, 0.0, -2.0, 3.0]).not_positive == 2


def test_broken_bytes_and_uneven_runs_are_taken_as_far_as_they_go() -> None:
    series = Series("loss")
    series.extend(packed([0, 1, 2]), packed([5.0, 6.0]) + b"\0\0\0")
    assert series.columns(10) == ([0, 1], [5, 6])


def test_a_million_points_cost_no_more_to_draw_than_a_thousand() -> None:
    source = random.Random(1)
    few = grown([source.random() for _ in range(1000)])
    many = grown([source.random() for _ in range(1_000_000)])
    assert len(few.columns(128)[0]) == len(many.columns(128)[0]) == 128
    assert many.size <= 2 * BUCKETS + 2


def test_two_thousand_points_are_taken_quickly() -> None:
    source = random.Random(1)
    series = Series("loss")
    times = []
    for start in range(0, 200_000, 2000):
        x = packed(range(start, start + 2000))
        y = packed(source.random() for _ in range(2000))
        began = time.thread_time()
        series.extend(x, y)
        times.append(time.thread_time() - began)
    assert sorted(times)[len(times) // 2] < 0.002


def test_a_curve_breaks_where_it_cannot_be_drawn() -> None:
    xs = [-2.0, -1.0, 0.0, 1.0, 2.0]
    ys = [-0.5, -1.0, math.inf, 1.0, 0.5]
    curve = CurveData.read("1/x", packed(xs), packed(ys), "both")
    assert curve.pieces == [([-2, -1], [-0.5, -1]), ([1, 2], [1, 0.5])]
    assert (curve.lost, curve.not_positive, curve.last) == (1, 2, 0.5)


def test_a_path_is_not_sorted() -> None:
    curve = CurveData.read("path", packed([0, 2, 1]), packed([0, 1, 5]))
    assert curve.pieces == [([0, 2, 1], [0, 1, 5])]


def test_an_empty_curve_has_no_last_value() -> None:
    curve = CurveData.read("nothing", b"", b"")
    assert curve.pieces == []
    assert math.isnan(curve.last)


@pytest.mark.parametrize("count", [1, 5, 2047, 2048, 2049, 4096, 4097, 8193])
def test_one_point_at_a_time_is_the_same_as_all_at_once(count: int) -> None:
    ys = [math.cos(i * i) for i in range(count)]
    assert grown(ys, 1).columns(200) == grown(ys, count).columns(200)
