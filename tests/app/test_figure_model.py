"""What a figure draws of several runs: curves, panels, smoothing, surfaces."""

from __future__ import annotations

import math

import pytest
from figure_samples import CODE, ETAS, curve, descent, finished, points, ran, surface
from plot_samples import FALLING, packed

from tutor.app.figure_model import SMOOTHING, FigureModel
from tutor.app.plot_picture import draw_traces
from tutor.app.trace import FAINT, smoothed
from tutor.course.model import Panel, PlotOptions

OPTIONS = PlotOptions(title="Descent", x="step", y="loss")
PANELS = PlotOptions(
    title="Both",
    panels=(Panel("loss", ("train", "test"), "log"), Panel("accuracy", ("acc",))),
)


def model_of(*etas: float, options: PlotOptions = OPTIONS) -> FigureModel:
    model = FigureModel(options)
    for eta in etas:
        ran(model, {"eta": eta})
    return model


def text(model: FigureModel, width: int = 70, height: int = 20, panel: str = "") -> str:
    return draw_traces(model.traces(panel), model.options_of(panel), width, height).text


# --- several runs ---------------------------------------------------------------------------------


def test_one_run_is_drawn_by_the_names_of_its_curves() -> None:
    shown = text(model_of(0.1))
    assert "loss 0." in shown
    assert "run 1" not in shown


def test_runs_are_named_by_what_differs_and_end_with_their_digit() -> None:
    model = model_of(*ETAS)
    head, body = text(model).split("1.0┤")
    for slot, eta in enumerate(ETAS, start=1):
        assert f"{slot} eta {eta:g}" in head
        assert any(line.endswith(f" {slot}") for line in body.splitlines())
    traces = model.traces("")
    assert [trace.role for trace in traces] == list(range(8))
    assert [trace.front for trace in traces] == [False] * 7 + [True]


def test_the_run_that_goes_on_is_in_front_and_says_its_value() -> None:
    model = model_of(0.1, 0.2)
    model.begin({"eta": 0.3}, CODE)
    model.take(points([1.0, 0.5]))
    assert model.traces("")[-1].name == "eta 0.3"
    assert "3 eta 0.3: 0.5" in text(model)


def test_a_curve_that_is_the_same_in_all_runs_is_drawn_once() -> None:
    model = FigureModel(OPTIONS)
    xs = [-1.0, 0.0, 1.0]
    for eta in (0.1, 0.2):
        model.begin({"eta": eta}, CODE)
        model.take(curve(xs, [x * x for x in xs], "f"))
        model.take(curve([1.0, eta], [1.0, eta**2], "walk"))
        model.take(curve([0.0, eta], [0.0, 0.0], "_context"))
        model.finish(finished())
    traces = model.traces("")
    assert [(t.item.name, t.name, t.role) for t in traces] == [
        ("f", "f", "plain"),
        ("_context", "", "axis"),
        ("walk", "eta 0.1", 0),
        ("walk", "eta 0.2", 1),
    ]
    assert traces[1].item is model.runs.kept[-1].items["_context"]


def test_hidden_runs_are_not_drawn_and_a_figure_without_any_says_so() -> None:
    model = model_of(0.1, 0.2)
    model.toggle(model.runs.kept[0])
    assert "eta 0.1" not in text(model)
    model.toggle(model.runs.kept[1])
    assert model.layout().panels == ("",)
    assert model.traces("") == []


def test_several_curves_of_several_runs_have_letters() -> None:
    model = FigureModel(OPTIONS)
    for eta in (0.1, 0.2):
        ran(model, {"eta": eta}, train=descent(eta), test=[y + 0.1 for y in descent(eta)])
    assert [trace.tag for trace in model.traces("")] == ["1a", "1b", "2a", "2b"]
    head = text(model).splitlines()[1]
    assert "a train  b test  1 eta 0.1  2 eta 0.2" in head


def test_long_labels_give_their_names_once() -> None:
    model = FigureModel(OPTIONS)
    for i, eta in enumerate(ETAS):
        ran(model, {"learning_rate": eta, "momentum": i / 10}, loss=descent(eta))
    lines = text(model, 56, 16).splitlines()
    assert "loss by learning_rate, momentum" in lines[1]
    assert "1 0.02, 0" in lines[1] + lines[2]
    assert all(len(line) <= 56 for line in lines)


@pytest.mark.parametrize("width", [24, 40, 56, 80, 118])
@pytest.mark.parametrize("height", [3, 6, 10, 16, 34])
def test_a_figure_with_eight_runs_fits_any_size(width: int, height: int) -> None:
    model = FigureModel(OPTIONS)
    for i, eta in enumerate(ETAS):
        ran(model, {"learning_rate": eta, "n": i}, a=descent(eta), b=[math.inf], c=[])
    lines = text(model, width, height).splitlines()
    assert len(lines) <= height
    assert all(len(line) <= width for line in lines)


# --- diverging ------------------------------------------------------------------------------------


def test_a_diverging_run_does_not_flatten_the_others_and_is_marked() -> None:
    shown = text(model_of(0.1, 0.2, 2.5))
    assert "1.0┤" in shown  # what the calm ones need, not the 10¹³ of the other
    assert "✕" in shown
    assert "3 eta 2.5 leaves the chart at step" in shown


def test_a_run_that_becomes_infinite_is_marked_and_said() -> None:
    model = model_of(0.1)
    ran(model, {"eta": 3.0}, loss=[1.0, 4.0, 16.0, math.inf])
    shown = text(model)
    assert "2 eta 3 left the chart at step 3: ∞" in shown
    assert "✕" in shown
    ascii_only = draw_traces(model.traces(""), OPTIONS, 60, 16, markers="ascii").text
    assert ascii_only.isascii()
    assert "X" in ascii_only


def test_on_a_logarithmic_axis_zeros_are_left_out_and_said() -> None:
    model = model_of(0.1)
    ran(model, {"eta": 1.0}, loss=[1.0, 0.0, 0.0, math.nan])
    model.turn_scale([""])
    shown = text(model)
    assert "10⁻³" in shown
    assert "2 eta 1: 2 values ≤ 0 not drawn" in shown


# --- panels, scale, smoothing ---------------------------------------------------------------------


def test_the_lesson_says_which_curves_share_a_panel() -> None:
    model = FigureModel(PANELS)
    ran(model, {"eta": 0.1}, train=FALLING, acc=FALLING, norm=FALLING)
    assert model.layout().panels == ("loss", "accuracy", "norm")
    assert [t.name for t in model.traces("loss")] == ["train"]
    assert [model.is_log(panel) for panel in model.layout().panels] == [True, False, False]
    assert [model.options_of(p).y for p in model.layout().panels] == ["loss", "accuracy", "norm"]
    assert [model.options_of(p).title for p in model.layout().panels] == ["Both", "", ""]
    model.turn_panels()
    assert model.layout().panels == ("",)
    assert len(model.traces("")) == 3


def test_without_a_word_of_the_lesson_each_curve_can_have_its_own() -> None:
    model = FigureModel(OPTIONS)
    ran(model, {"eta": 0.1}, loss=FALLING)
    assert not model.can_split
    ran(model, {"eta": 0.2}, loss=FALLING, accuracy=FALLING)
    assert model.can_split
    model.turn_panels()
    assert model.layout().panels == ("loss", "accuracy")


def test_a_scale_is_turned_for_all_panels_or_for_one() -> None:
    model = FigureModel(PANELS)
    ran(model, {"eta": 0.1}, train=FALLING, acc=FALLING)
    model.turn_scale(["accuracy"])
    assert model.is_log("accuracy")
    model.turn_scale(["loss", "accuracy"])
    assert not model.is_log("loss")
    assert not model.is_log("accuracy")


def test_smoothing_is_an_average_without_a_pull_towards_zero() -> None:
    assert smoothed([3.0, 3.0, 3.0], 0.9) == pytest.approx([3.0, 3.0, 3.0])
    ys = [1.0, 0.0, 2.0]
    w = 0.6
    expected = [
        sum((1 - w) * w ** (n - i) * ys[i] for i in range(n + 1)) / (1 - w ** (n + 1))
        for n in range(3)
    ]
    assert smoothed(ys, w) == pytest.approx(expected)


def test_smoothing_goes_round_and_leaves_the_values_behind_it() -> None:
    model = model_of(0.1)
    model.turn_smoothing()
    behind, front = model.traces("")
    assert (behind.role, behind.name, behind.smoothing) == (FAINT, "", 0.0)
    assert (front.role, front.name, front.smoothing) == (0, "loss", SMOOTHING[1])
    assert "(smoothed 0.6)" in text(model)
    for _ in SMOOTHING[1:]:
        model.turn_smoothing()
    assert len(model.traces("")) == 1


# --- surfaces -------------------------------------------------------------------------------------


def test_paths_of_earlier_runs_are_ghosts_behind_the_newest() -> None:
    model = FigureModel(OPTIONS)
    for end in (1.0, 0.5, 0.25):
        model.begin({"end": end}, CODE)
        model.take(surface([2.0, end], [1.0, 0.0], "bowl"))
        model.finish(finished())
    found = model.surface("bowl")
    assert found is not None
    event, ghosts = found
    assert event.paths[0].x == packed([2.0, 0.25])
    assert [label for label, _ in ghosts] == ["end 1", "end 0.5"]
    assert [getattr(label, "digit", "") for label, _ in ghosts] == ["1", "2"]
    model.toggle(model.runs.kept[-1])
    found = model.surface("bowl")
    assert found is not None
    assert found[0].paths[0].x == packed([2.0, 0.5])
    assert found[0].shade != b""  # the ground is still there
    assert model.surface("other") is None


def test_a_surface_stays_until_the_next_run_has_drawn_its_own() -> None:
    model = FigureModel(OPTIONS)
    model.begin({"end": 1.0}, CODE)
    model.take(surface([2.0, 1.0], [1.0, 0.0]))
    model.finish(finished())
    model.begin({"end": 0.5}, CODE)
    found = model.surface("")
    assert found is not None
    assert found[0].paths[0].x == packed([2.0, 1.0])
    assert found[1] == []
