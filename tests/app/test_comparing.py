"""The table of runs: last, best, steps to reach."""

from __future__ import annotations

import math

import msgspec
import pytest
from figure_samples import CODE, descent, finished, points, ran, surface
from plot_samples import packed

from tutor.app.comparing import Comparison, Entry, compare, higher_is_better
from tutor.app.figure_model import FigureModel
from tutor.course.model import Panel, PlotOptions


def entry(comparison: Comparison, run: int, metric: str = "loss") -> Entry:
    names = [each.name for each in comparison.metrics]
    return comparison.entries[run][names.index(metric)]


def test_last_best_and_steps_to_what_every_run_has_reached() -> None:
    model = FigureModel(PlotOptions())
    ran(model, {"eta": 0.1}, loss=[4.0, 2.0, 1.0, 3.0])
    ran(model, {"eta": 0.2}, loss=[4.0, 0.9, 0.5, 0.25])
    comparison = compare(model)
    assert comparison.labels == ("eta 0.1", "eta 0.2")
    assert comparison.metrics[0].target == 1.0
    assert entry(comparison, 0) == Entry(last=3.0, best=1.0, steps=2)
    assert entry(comparison, 1) == Entry(last=0.25, best=0.25, steps=1)


def test_another_run_can_be_the_measure() -> None:
    model = FigureModel(PlotOptions())
    ran(model, {"eta": 0.1}, loss=[4.0, 1.0])
    ran(model, {"eta": 0.2}, loss=[4.0, 0.5])
    comparison = compare(model, model.runs.kept[1])
    assert comparison.metrics[0].target == 0.5
    assert math.isnan(entry(comparison, 0).steps)
    assert entry(comparison, 1).steps == 1


def test_a_diverging_run_does_not_set_the_measure() -> None:
    model = FigureModel(PlotOptions())
    ran(model, {"eta": 0.1}, loss=[4.0, 1.0])
    ran(model, {"eta": 3.0}, loss=[4.0, 16.0, math.inf, math.nan])
    comparison = compare(model)
    assert comparison.metrics[0].target == 1.0
    assert entry(comparison, 1).last == math.inf
    assert math.isnan(entry(comparison, 1).steps)


def test_an_accuracy_is_best_when_it_is_high_and_a_lesson_can_say_so() -> None:
    assert higher_is_better("test accuracy")
    assert higher_is_better("val_acc")
    assert not higher_is_better("loss")
    assert not higher_is_better("accrual")
    panels = (Panel("agreement", ("kappa",), best="high"), Panel("acc", ("acc",), best="low"))
    model = FigureModel(PlotOptions(panels=panels))
    ran(model, {"eta": 0.1}, kappa=[0.1, 0.9, 0.5], acc=[0.1, 0.9])
    comparison = compare(model)
    assert entry(comparison, 0, "kappa").best == 0.9
    assert entry(comparison, 0, "acc").best == 0.1


def test_a_run_without_the_curve_says_nothing_of_it() -> None:
    model = FigureModel(PlotOptions())
    ran(model, {"eta": 0.1}, loss=[1.0])
    ran(model, {"eta": 0.2}, error=[1.0], _hidden=[2.0])
    comparison = compare(model)
    assert [metric.name for metric in comparison.metrics] == ["loss", "error"]
    assert math.isnan(entry(comparison, 1).last)


def test_f_along_the_paths_of_a_surface_is_compared() -> None:
    model = FigureModel(PlotOptions())
    for heights in ([4.0, 1.0, 2.0], [4.0, 0.5, 0.25]):
        event = surface([2.0, 1.0, 0.5], [0.0, 0.0, 0.0], "bowl")
        way = msgspec.structs.replace(event.paths[0], height=packed(heights))
        model.begin({"low": min(heights)}, CODE)
        model.take(msgspec.structs.replace(event, paths=[way]))
        model.finish(finished())
    comparison = compare(model)
    assert [metric.name for metric in comparison.metrics] == ["bowl sgd f"]
    assert comparison.entries[0][0] == Entry(last=2.0, best=1.0, steps=1)
    assert comparison.entries[1][0] == Entry(last=0.25, best=0.25, steps=1)


def test_the_run_that_goes_on_is_compared_too() -> None:
    model = FigureModel(PlotOptions())
    ran(model, {"eta": 0.1})
    model.begin({"eta": 0.2}, CODE)
    model.take(points([1.0, 0.5]))
    assert entry(compare(model), 1).last == 0.5


@pytest.mark.parametrize("ys", [[], [math.nan], [math.inf, -math.inf]])
def test_nothing_to_compare_is_no_trouble(ys: list[float]) -> None:
    model = FigureModel(PlotOptions())
    assert compare(model).entries == ()
    ran(model, {"eta": 0.1}, loss=ys)
    assert all(math.isnan(e.best) for row in compare(model).entries for e in row)


def test_a_hundred_long_runs_are_compared_quickly_enough_to_press_a_key() -> None:
    import time

    model = FigureModel(PlotOptions())
    for i in range(100):
        model.begin({"eta": i / 100}, CODE)
        model.take(points(descent(i / 1000, 2000)))
        model.finish(finished())
    began = time.thread_time()
    comparison = compare(model)
    assert time.thread_time() - began < 0.2
    assert len(comparison.runs) == 100
