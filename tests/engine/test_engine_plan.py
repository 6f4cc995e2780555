from __future__ import annotations

import pytest
from engine_support import cell, lesson, with_knob

from tutor.course.knobs import KnobError
from tutor.engine.plan import Workbench


def do(bench: Workbench, cell_id: str) -> list[str]:
    """Run a cell and what it needs; the ids of what ran."""
    steps = [*bench.before_cell(cell_id), bench.step(cell_id)]
    for step in steps:
        bench.begins(step)
        bench.done(step)
    return [step.cell.id for step in steps]


def test_what_is_needed_runs_once() -> None:
    bench = Workbench(lesson(setup="import math", a="x = math.pi", b="y = x", c="z = 1"))
    assert do(bench, "b") == ["setup", "a", "b"]
    assert do(bench, "b") == ["b"]
    assert do(bench, "c") == ["c"]


def test_an_edited_cell_runs_again_with_all_that_rests_on_it() -> None:
    bench = Workbench(lesson(a="x = 1", b="y = x", c="z = y", d="w = 1"))
    do(bench, "c")
    do(bench, "d")
    bench.edit("a", "x = 2")
    assert do(bench, "c") == ["a", "b", "c"]
    bench.edit("a", None)
    assert do(bench, "c") == ["a", "b", "c"]
    assert do(bench, "d") == ["d"]


def test_an_edit_back_to_the_lessons_code_changes_nothing() -> None:
    bench = Workbench(lesson(a="x = 1", b="y = x"))
    do(bench, "b")
    bench.edit("a", "x = 1")
    assert do(bench, "b") == ["b"]


def test_a_rebound_name_makes_its_cell_run_again() -> None:
    bench = Workbench(lesson(a="x = 1", b="y = x", c="x = 5"))
    do(bench, "b")
    do(bench, "c")
    assert do(bench, "b") == ["a", "b"]


def test_a_rebound_name_that_is_not_used_costs_nothing() -> None:
    bench = Workbench(lesson(a="for i in range(3): x = i", b="y = x", c="for i in range(9): pass"))
    do(bench, "b")
    do(bench, "c")
    assert do(bench, "b") == ["b"]


def test_a_result_that_is_still_there_is_not_computed_again() -> None:
    bench = Workbench(lesson(model="m = 1", train="loss = m", plot="p = loss", other="m = 2"))
    do(bench, "plot")
    do(bench, "other")
    assert do(bench, "plot") == ["plot"]  # it uses `loss`, not `m`
    assert do(bench, "train") == ["model", "train"]


def test_a_cell_that_rebinds_what_it_takes_starts_from_the_same_each_time() -> None:
    bench = Workbench(lesson(a="w = 1", b="w = w + 1"))
    assert do(bench, "b") == ["a", "b"]
    assert do(bench, "b") == ["a", "b"]


def test_stated_needs_count_though_no_name_is_used() -> None:
    bench = Workbench(lesson(cell("a", "x = 1"), cell("b", "pass", needs=("a",))))
    assert do(bench, "b") == ["a", "b"]
    assert do(bench, "b") == ["b"]


def test_knobs_stay_turned_for_the_cells_that_follow() -> None:
    bench = Workbench(lesson(with_knob("a", "eta = 0.5", "eta", 0.5), cell("b", "y = eta")))
    bench.turn("a", {"eta": 2.0})
    assert bench.step("a").source == "eta = 2.0"
    do(bench, "a")
    assert do(bench, "b") == ["b"]
    bench.turn("a", {})
    assert do(bench, "b") == ["a", "b"]
    assert bench.step("a").source == "eta = 0.5"


def test_a_knob_that_is_not_there_is_refused_but_may_be_edited_away() -> None:
    bench = Workbench(lesson(with_knob("a", "eta = 0.5", "eta", 0.5)))
    with pytest.raises(KnobError):
        bench.turn("a", {"alpha": 1.0})
    bench.edit("a", "eta = [1, 2]")
    bench.turn("a", {"eta": 1.0})
    assert bench.step("a").source == "eta = [1, 2]"


def test_a_cell_that_raised_has_not_run() -> None:
    bench = Workbench(lesson(a="x = 1", b="y = x"))
    do(bench, "b")
    bench.begins(bench.step("a"))  # and no `done`
    assert do(bench, "b") == ["a", "b"]


def test_nothing_has_run_in_a_new_runner() -> None:
    bench = Workbench(lesson(a="x = 1", b="y = x"))
    do(bench, "b")
    bench.forget()
    assert do(bench, "b") == ["a", "b"]


def test_code_behind_a_cell_needs_that_cell_and_what_it_uses() -> None:
    bench = Workbench(lesson(setup="import math", a="x = 1", b="y = x", c="z = 1"))

    def before(source: str, after: str | None) -> list[str]:
        return [step.cell.id for step in bench.before_code(source, after)]

    assert before("y", "b") == ["a", "b"]
    assert before("math.pi + z", "c") == ["setup", "c"]
    assert before("math.pi", None) == ["setup"]
    assert before("1 + 1", None) == []
    do(bench, "b")
    assert before("y", "b") == []
    assert before("x", "b") == []
    bench.edit("a", "x = 2")
    assert before("y", "b") == ["a", "b"]


def test_code_that_is_no_python_still_has_a_plan() -> None:
    bench = Workbench(lesson(a="x = 1", b="y = x"))
    bench.edit("b", "y = (x")
    assert do(bench, "b") == ["b"]
    assert bench.before_code("1 +", "a")[0].cell.id == "a"


def test_code_behind_a_cell_sees_what_that_cell_bound() -> None:
    bench = Workbench(lesson(a="def gd(): return 1\nxs = gd()", b="xs = gd() + 60"))
    do(bench, "b")
    # `a` lost `xs` to `b`; to run it again would take the name back from `b`.
    assert bench.before_code("xs", "b") == []
    do(bench, "a")
    assert [step.cell.id for step in bench.before_code("xs", "b")] == ["b"]
