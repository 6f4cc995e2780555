"""The table that compares the entrants of a race, and what is kept of a playground's choices."""

from __future__ import annotations

import json
import math

import pytest
from course_maker import floats
from hypothesis import given
from hypothesis import strategies as st

from tutor.app import playground_table as table
from tutor.app.playground_choices import Choices, parse
from tutor.course import races
from tutor.course.knobs import KnobError
from tutor.course.model import Entrant, Playground
from tutor.course.objectives import OBJECTIVES
from tutor.course.optimizers import METHODS
from tutor.engine.protocol import Path, Surface

BOWL = OBJECTIVES["bowl"]


def result(heights: list[float], steps: list[float] | None = None) -> table.Result:
    """What comes of a path that has these values of f."""
    xs = floats(*range(len(heights)))
    path = Path("SGD", xs, xs, floats(*heights), floats(*steps) if steps else b"")
    (found,) = table.results(Surface(1, "", b"", b"", paths=[path]), BOWL)
    return found


def test_last_best_and_arrival() -> None:
    found = result([100, 50, 0.5, 2, 1.5])
    assert (found.last, found.best, found.arrived) == (1.5, 0.5, 2)
    assert found.end == (4.0, 4.0)
    assert not found.diverged


def test_who_never_arrives() -> None:
    assert result([100, 50, 1.1]).arrived is None
    assert result([100, 50, 1.0]).arrived == 2


def test_who_flies_off() -> None:
    found = result([100, 200, 1e5, 1e9, math.inf, math.nan])
    assert found.left == 2
    assert math.isnan(found.last)
    assert found.best == 100


def test_who_comes_back_has_not_left() -> None:
    assert not result([1, 1e5, 0.5]).diverged


def test_steps_that_were_left_out_are_counted() -> None:
    assert result([100, 50, 0.5], [0, 400, 800]).arrived == 800
    assert result([1, 1e4, math.nan], [0, 400, 800]).left == 400


def test_one_variable_has_its_f_in_y() -> None:
    path = Path("SGD", floats(10, 1), floats(100, 1))
    (found,) = table.results(Surface(1, "", b"", b"", paths=[path]), OBJECTIVES["parabola"])
    assert (found.end, found.last, found.arrived) == ((1.0,), 1.0, 1)


def test_an_empty_path_is_no_trouble() -> None:
    (found,) = table.results(Surface(1, "", b"", b"", paths=[Path("SGD", b"", b"")]), BOWL)
    assert math.isnan(found.last)


@pytest.mark.parametrize("width", [24, 32, 40, 60, 90])
def test_columns_give_way_and_lines_fit(width: int) -> None:
    rows = table.rows([result([100, 50, 0.5]), result([1, 1e5, math.inf])], "ab")
    lines = table.layout(rows, width)
    assert all(len(line) <= width for line in lines), lines
    assert "last f" in lines[0]
    assert ("ended at" in lines[0]) == (width >= 60)
    assert ("diverged, step 1" in lines[2]) == (width >= 60)
    assert "∞" in lines[2]


def test_a_number_that_is_none_has_a_word() -> None:
    assert [table.value(x) for x in (math.nan, math.inf, -math.inf, 1234.5)] == [
        "no number", "∞", "−∞", "1.23e+03",
    ]  # fmt: skip


# --- choices ----------------------------------------------------------------------------------


def test_choices_come_back_as_they_were_kept() -> None:
    choices = Choices(own=["adam"])
    choices.choose(1)
    choices.set_start((0.5, -0.25))
    lane = next(lane for lane in choices.lanes if lane.method.name == "my_adam")
    choices.toggle(lane)
    choices.duplicate(lane).values["lr"] = 0.02
    again = Choices(kept=choices.dump(), own=["adam"])
    assert again.race == choices.race
    assert again.objective.name == "rosenbrock"
    gone = Choices(kept=choices.dump())  # the attempt is no longer there
    assert [lane.method.name for lane in gone.racing] == ["sgd", "momentum", "adam"]


def test_a_lesson_says_what_is_chosen_at_first() -> None:
    given_ = Playground("race", 1, "", "beale", (1.0, 1.0), (Entrant("sgd", {"lr": 0.02}),), 7)
    race = Choices(given_).race
    assert (race.start, race.steps) == ((1.0, 1.0), 7)
    assert race.entrants == (Entrant("sgd", {"lr": 0.02}),)
    choices = Choices(given_)
    choices.choose(1)  # elsewhere its numbers mean nothing
    assert choices.race.entrants == (Entrant("sgd", {"lr": OBJECTIVES["himmelblau"].rate}),)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["bowl"]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["objective", "of", "bowl", "start", "steps", "lanes"]), inner
            )
        ),
    )
)
def test_nothing_that_was_kept_can_do_harm(kept: object) -> None:
    choices = Choices(kept=json.dumps(kept))
    compile(races.code(choices.race), "race", "exec")
    assert choices.lanes


@pytest.mark.parametrize(
    "lane",
    [
        ["sgd", {"lr": 0}, True, False],
        ["sgd", {"lr": "fast"}, True, False],
        ["sgd", {}, True, False],
        ["nobody", {}, True, False],
        ["sgd", {"lr": 0.1}],
        "sgd",
    ],
)
def test_a_kept_optimizer_that_cannot_be_is_passed_over(lane: object) -> None:
    of = {"bowl": {"start": [1, 1], "steps": 5, "lanes": [lane]}}
    choices = Choices(kept=json.dumps({"objective": "bowl", "of": of}))
    assert choices.lanes
    assert all(each.values["lr"] > 0 for each in choices.lanes if "lr" in each.values)


def test_at_most_eight_take_part() -> None:
    choices = Choices(own=["adam", "momentum"])
    for lane in [lane for lane in choices.lanes if not lane.on][:5]:
        choices.toggle(lane)
    resting = next(lane for lane in choices.lanes if not lane.on)
    with pytest.raises(KnobError, match="at most 8 take part"):
        choices.toggle(resting)
    with pytest.raises(KnobError, match="at most 8 take part"):
        choices.duplicate(choices.lanes[0])


def test_a_click_outside_starts_at_the_edge() -> None:
    choices = Choices()
    choices.set_start((99.0, -99.0))
    assert choices.race.start == (6.0, -3.5)


def test_a_rate_of_nothing_is_explained() -> None:
    knob = METHODS["sgd"].parameter("lr").knob
    assert parse(knob, "0.5") == 0.5
    with pytest.raises(KnobError, match="with a rate of 0 nothing moves"):
        parse(knob, "0.0")
    with pytest.raises(KnobError, match="lr takes a number"):
        parse(knob, "zero")


def test_choices_kept_by_another_version_leave_no_list_cut_short() -> None:
    lanes = [["sgd", {"lr": 0.1}, True, False], ["gone", {"lr": 0.1}, True, False]]
    of = {"bowl": {"start": [1.0, 1.0], "steps": 10, "lanes": lanes}}
    choices = Choices(kept=json.dumps({"objective": "bowl", "of": of}))
    choices.objective = OBJECTIVES["bowl"]
    known = [method.name for method in METHODS.values() if not method.exercise]
    assert [lane.method.name for lane in choices.lanes] == known
    huge = {"bowl": {"start": [10**400, 1.0], "steps": 10, "lanes": []}}
    Choices(kept=json.dumps({"objective": "bowl", "of": huge}))
