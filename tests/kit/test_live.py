"""The live calls: to a runner, and plainly without one."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
import torch

from tutor.kit import hook, live, plain
from tutor.kit.hook import Numbers


class Recorder:
    """A runner's place that only notes what it is told."""

    def __init__(self) -> None:
        self.points: list[tuple[float, dict[str, float]]] = []
        self.record = self.points.append
        self.alert = False
        self.attended = 0
        self.curves: list[tuple[str, Numbers, Numbers, str]] = []
        self.tables: list[tuple[list[str], list[list[str]], str]] = []
        self.reports: list[tuple[str, int, int | None, float]] = []
        self.counted: dict[int, int] = {}

    def attend(self) -> None:
        self.attended += 1
        raise KeyboardInterrupt

    def curve(self, series: str, x: Numbers, y: Numbers, style: str) -> None:
        self.curves.append((series, x, y, style))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
        self.tables.append((list(header), [list(row) for row in rows], title))

    def progress(self, label: str, done: int, total: int | None, rate: float) -> None:
        self.reports.append((label, done, total, rate))

    def rounds(self, depth: int, count: int) -> None:
        self.counted[depth] = self.counted.get(depth, 0) + count


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    made = Recorder()
    monkeypatch.setattr(hook, "sink", made)
    return made


# --- log ----------------------------------------------------------------------------------------


def test_log_takes_whatever_is_one_number(sink: Recorder) -> None:
    live.log(0, a=1.5, b=2, c=torch.tensor(3.0), d=torch.tensor([[4]]), e=np.float32(5), f=True)
    live.log(np.int64(1), a=torch.tensor(0.5, requires_grad=True), b=np.array([7.0]), c=10**400)
    live.log(0.25, a=float("nan"))
    first, second, third = sink.points
    assert first == (0, {"a": 1.5, "b": 2.0, "c": 3.0, "d": 4.0, "e": 5.0, "f": 1.0})
    assert second == (1.0, {"a": 0.5, "b": 7.0, "c": float("inf")})
    assert third[0] == 0.25
    assert all(type(value) is float for _, metrics in sink.points for value in metrics.values())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("high", "loss is a str"),
        (None, "loss is None"),
        (torch.ones(3, 2), r"loss is a tensor of shape \(3, 2\). Log its mean, loss.mean\(\)"),
        (np.zeros(0), "loss is a ndarray of shape"),
        ([1.0], "loss is a list"),
        (torch.tensor(1j), "loss is a tensor of shape"),
    ],
)
def test_log_names_the_metric_that_is_no_number(sink: Recorder, value: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        live.log(0, good=1.0, loss=value)
    assert sink.points == []
    with pytest.raises(TypeError, match="step is a str"):
        live.log("one", loss=1.0)  # type: ignore[arg-type]


def test_log_is_a_place_to_stop(sink: Recorder) -> None:
    sink.alert = True
    with pytest.raises(KeyboardInterrupt):
        live.log(0, loss=1.0)


def test_log_costs_little(sink: Recorder) -> None:
    def nothing(step: float, **metrics: float) -> None:
        pass

    def seconds(call: Any) -> float:
        best = float("inf")
        for _ in range(5):
            sink.points.clear()
            start = time.thread_time()
            for step in range(2000):
                call(step, loss=0.5)
            best = min(best, time.thread_time() - start)
        return best

    # An empty call with one metric takes 0.1 to 0.2 µs here, `live.log` about 0.6.
    assert seconds(live.log) < 15 * seconds(nothing)


def test_log_prints_now_and_then_without_a_runner(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([10.0, 10.1, 10.49, 10.6, 11.0])
    monkeypatch.setattr(plain.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(plain, "_last", -1.0)
    for step in range(5):
        live.log(step, loss=1 / 3, error=torch.tensor(2.0))
    assert capsys.readouterr().out == (
        "step 0  loss 0.333333  error 2\nstep 3  loss 0.333333  error 2\n"
    )


# --- curve --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 3],
        (1.0, 2.0, 3.0),
        range(1, 4),
        np.array([1, 2, 3], dtype=np.int8),
        torch.tensor([1, 2, 3]),
        torch.tensor([1.0, 2.0, 3.0], requires_grad=True),
        torch.tensor([[1.0], [2.0], [3.0]]).bfloat16(),
        [torch.tensor(1.0), torch.tensor([2.0]), 3],
        (n for n in (1, 2, 3)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_curve_takes_whatever_is_a_row_of_numbers(sink: Recorder, values: Any) -> None:
    live.curve(values, name="f")
    ((name, x, y, style),) = sink.curves
    assert (name, style, x.dtype, y.dtype) == ("f", "line", np.float64, np.float64)
    assert x.tolist() == [0, 1, 2]
    assert y.tolist() == [1, 2, 3]


def test_curve_of_x_and_y(sink: Recorder) -> None:
    live.curve([0, 0.5], torch.tensor([1.0, float("inf")]), style="both")
    (curve,) = sink.curves
    assert (curve[0], curve[1].tolist(), curve[2].tolist(), curve[3]) == (
        "",
        [0, 0.5],
        [1, float("inf")],
        "both",
    )
    live.curve([])
    assert len(sink.curves[1][1]) == 0


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: live.curve([1, 2], [3]), ValueError, r"x has shape \(2,\) and y has shape \(1,\)"),
        (lambda: live.curve(torch.ones(3, 2)), ValueError, r"its shape is \(3, 2\)"),
        (lambda: live.curve([1], [1], style="dots"), ValueError, '"line", "points" or "both"'),  # type: ignore[arg-type]
        (lambda: live.curve(["a"]), TypeError, "holds other things"),
        (lambda: live.curve([[1, 2], [3]]), TypeError, "holds other things"),
        (lambda: live.curve(3), TypeError, "y is a int"),  # type: ignore[arg-type]
        (lambda: live.curve([1j]), TypeError, "complex"),
        (lambda: live.curve(torch.tensor([1j])), TypeError, "complex"),
    ],
)
def test_curve_says_what_does_not_fit(
    sink: Recorder, call: Any, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        call()
    assert sink.curves == []


def test_long_curves_are_thinned(sink: Recorder) -> None:
    y = np.zeros(1_000_000)
    y[777_777] = 5
    live.curve(y)
    (_, x, few, _) = sink.curves[0]
    assert len(x) <= 4000
    assert x[few.argmax()] == 777_777


# --- track --------------------------------------------------------------------------------------


def test_track_goes_round_and_says_how_far(sink: Recorder) -> None:
    assert list(live.track([1, 2, 3], "epoch")) == [1, 2, 3]
    assert [report[:3] for report in sink.reports] == [("epoch", 3, 3)]
    assert sink.counted == {0: 3}


def test_track_reports_at_most_ten_times_a_second(sink: Recorder) -> None:
    start = time.perf_counter()
    rounds = 0
    for _ in live.track(iter(int, 1), total=None):
        rounds += 1
        if time.perf_counter() - start > 0.55:
            break
    assert 2 <= len(sink.reports) <= 7
    label, done, total, rate = sink.reports[-1]
    assert (label, done, total) == ("", rounds - 1, None)  # the last round did not end
    assert rate > 100
    assert sink.counted == {0: rounds - 1}


def test_tracked_loops_inside_one_another_count_apart(sink: Recorder) -> None:
    for _ in live.track(range(3), "epochs"):
        for _ in live.track((n for n in range(5)), "steps", total=5):
            pass
    assert sink.counted == {0: 3, 1: 15}
    broken = live.track(range(3))
    next(broken)
    broken.close()
    for _ in live.track(range(2)):
        pass
    assert sink.counted == {0: 5, 1: 15}


def test_track_is_a_place_to_stop(sink: Recorder) -> None:
    sink.alert = True
    with pytest.raises(KeyboardInterrupt):
        list(live.track(range(3)))
    assert sink.attended == 1


def test_track_wants_a_loop(sink: Recorder) -> None:
    with pytest.raises(TypeError, match="this is a int"):
        live.track(3)  # type: ignore[arg-type]


def test_track_without_a_runner_is_the_loop(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(live.track(iter("ab"), "letters")) == ["a", "b"]
    assert capsys.readouterr() == ("", "")


# --- table --------------------------------------------------------------------------------------


def rows() -> Iterator[list[object]]:
    yield ["sgd", 1 / 3, torch.tensor(2.5), None]
    yield ["adam", 1e-9, np.float64(12345678.0), True]


def test_table_of_rows(sink: Recorder) -> None:
    live.table(rows(), header=["name", "loss", "x", "ok"], title="Results")
    assert sink.tables == [
        (
            ["name", "loss", "x", "ok"],
            [["sgd", "0.333333", "2.5", ""], ["adam", "1e-09", "1.23457e+07", "True"]],
            "Results",
        )
    ]


def test_tables_of_other_things(sink: Recorder) -> None:
    live.table({"a": [1, 2], "b": torch.tensor([0.1, 0.2])})
    live.table([{"x": 1}, {"x": 2, "y": 3}])
    live.table([1, "two", [3, 4]])
    live.table(np.eye(2))
    live.table([])
    assert [table[:2] for table in sink.tables] == [
        (["a", "b"], [["1", "0.1"], ["2", "0.2"]]),
        (["x", "y"], [["1", ""], ["2", "3"]]),
        ([], [["1", ""], ["two", ""], ["3", "4"]]),
        ([], [["1", "0"], ["0", "1"]]),
        ([], []),
    ]


def test_tables_stay_small(sink: Recorder) -> None:
    live.table([["x" * 10_000, "two\nlines"]] * 10_000)
    (_, body, _) = sink.tables[0]
    assert len(body) == 501
    assert body[-1][0] == "… 9500 more rows"
    assert body[0][1] == "two lines"
    assert len(body[0][0]) == 120


def test_tables_say_what_does_not_fit(sink: Recorder) -> None:
    with pytest.raises(ValueError, match="these have: a 2, b 1"):
        live.table({"a": [1, 2], "b": [1]})
    with pytest.raises(ValueError, match="header of this table has 1 names, but a row has 2"):
        live.table([[1, 2]], header=["a"])
    with pytest.raises(TypeError, match="this is a int"):
        live.table(3)  # type: ignore[arg-type]


def test_curves_and_tables_print_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    live.curve([1.0, float("nan"), 3.0], name="loss")
    live.curve([])
    live.table({"name": ["sgd", "adam"], "loss": [0.25, 10]}, title="Results")
    assert capsys.readouterr().out == (
        "curve loss: 3 points, x 0 … 2, y 1 … 3\n"
        "curve: no points\n"
        "Results\nname  loss\nsgd   0.25\nadam    10\n"
    )
