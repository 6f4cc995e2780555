"""What part of the plane is shown, and where a line leaves it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plot_samples import FALLING, curve, series

from tutor.app.plot_range import inside, scales
from tutor.app.trace import Trace

PLACES = st.lists(st.tuples(st.floats(-3, 4), st.floats(-3, 4)), max_size=12)


@given(PLACES)
def test_what_is_drawn_lies_within_the_picture(places: list[tuple[float, float]]) -> None:
    parts, out = inside(places)
    drawn = [place for part in parts for place in part]
    assert all(-1e-6 <= each <= 1 + 1e-6 for place in drawn for each in place)
    within = [place for place in places if all(0 <= each <= 1 for each in place)]
    assert set(within) <= set(drawn)
    if out is not None:
        assert out == parts[-1][-1]


def test_a_line_is_cut_where_it_leaves() -> None:
    assert inside([(0.0, 0.5), (1.0, 1.5)]) == ([[(0.0, 0.5), (0.5, 1.0)]], (0.5, 1.0))
    assert inside([(0.5, 2.0), (0.5, 0.5), (2.0, 0.5), (0.5, 0.25)]) == (
        [[(0.5, 1.0), (0.5, 0.5), (1.0, 0.5)], [(1.0, pytest.approx(1 / 3)), (0.5, 0.25)]],
        None,
    )
    assert inside([]) == ([], None)
    assert inside([(0.5, 0.5)]) == ([[(0.5, 0.5)]], None)
    assert inside([(5.0, 5.0), (6.0, 7.0)]) == ([], None)


def ranges(*traces: Trace, log: bool = False) -> list[tuple[float, float]]:
    pieces = [trace.pieces(log=log) for trace in traces]
    return [(scale.low, scale.high) for scale in scales(traces, pieces, log)]


def test_calm_curves_decide_where_a_run_diverges() -> None:
    calm = Trace(series("loss", FALLING), run=True)
    wild = Trace(series("loss", [3.0**i for i in range(40)]), run=True)
    assert ranges(calm, wild)[0] == (0, 199)
    low, high = ranges(calm, wild)[1]
    assert low == pytest.approx(FALLING[-1])
    assert high <= 2.1
    assert ranges(wild)[1][1] == pytest.approx(3.0**39)  # alone it is what there is to see


def test_a_run_that_only_rises_a_little_is_shown_whole() -> None:
    calm = Trace(series("loss", FALLING), run=True)
    rising = Trace(series("loss", [i / 40 for i in range(200)]), run=True)
    assert ranges(calm, rising)[1][1] == pytest.approx(199 / 40)


def test_two_metrics_of_one_run_are_both_shown_whole() -> None:
    loss = Trace(series("loss", FALLING))
    norm = Trace(series("norm", [float(i) for i in range(200)]))
    assert ranges(loss, norm)[1][1] == 199


def test_a_path_that_runs_away_leaves_the_function_readable() -> None:
    xs = [i / 10 for i in range(-110, 111)]
    f = Trace(curve("f", xs, [x * x for x in xs]))
    walk = [(-1.5) ** i for i in range(40)]
    path = Trace(curve("walk", walk, [x * x for x in walk], "both"))
    across, up = ranges(f, path)
    assert across[0] >= -33
    assert across[1] <= 33
    assert up[1] <= 242
