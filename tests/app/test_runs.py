"""Kept runs: which are shown, what tells them apart, how little is kept of each."""

from __future__ import annotations

import math

from figure_samples import CODE, curve, descent, points, surface
from hypothesis import given
from hypothesis import strategies as st

from tutor.app.runs import PATH, SLOTS, Run, Runs
from tutor.app.series import FROZEN, CurveData, Series, floats


def ran(runs: Runs, code: str = CODE, **values: object) -> Run:
    run = runs.begin(values, code)
    eta = values.get("eta", 0.1)
    run.take(points(descent(eta if isinstance(eta, float) else 0.1)))
    assert runs.finish("done", 0.1, 40) is run
    return run


def labels(runs: Runs) -> list[str]:
    return [runs.label(run) for run in runs.all]


# --- labels ---------------------------------------------------------------------------------------


def test_a_label_says_what_differs_and_only_that() -> None:
    runs = Runs()
    for eta in (0.1, 0.2):
        ran(runs, eta=eta, steps=20, way="up")
    assert labels(runs) == ["eta 0.1", "eta 0.2"]
    ran(runs, eta=0.2, steps=40, way="up")
    assert labels(runs) == ["eta 0.1, steps 20", "eta 0.2, steps 20", "eta 0.2, steps 40"]


def test_where_nothing_differs_runs_have_numbers() -> None:
    runs = Runs()
    for seed in range(2):
        run = runs.begin({"eta": 0.1}, CODE)
        run.take(points([1.0, seed / 2]))
        runs.finish("done", 0.1, 2)
    assert labels(runs) == ["run 1", "run 2"]


def test_edited_code_is_said_and_no_two_labels_are_the_same() -> None:
    runs = Runs()
    ran(runs, eta=0.1)
    ran(runs, "eta = 0.1  # other\n", eta=0.1)
    assert labels(runs) == ["run 1", "run 2 · edited code"]
    ran(runs, "eta = 0.1  # a third\n", eta=0.2)
    ran(runs, "eta = 0.1  # a fourth\n", eta=0.2)
    assert labels(runs)[2:] == ["run 3 · eta 0.2 · edited code", "run 4 · eta 0.2 · edited code"]
    assert len(set(labels(runs))) == 4


def test_switches_choices_and_numbers_are_written_briefly() -> None:
    runs = Runs()
    ran(runs, eta=0.1 + 0.2, nesterov=True, way="up")
    ran(runs, eta=1e-6, nesterov=False, way="down")
    assert labels(runs) == ["eta 0.3, nesterov on, way up", "eta 1e-06, nesterov off, way down"]


def test_a_run_without_a_knob_that_others_have_is_named_too() -> None:
    runs = Runs()
    ran(runs, eta=0.1)
    ran(runs)
    assert labels(runs) == ["eta 0.1", "run 2"]


# --- which are shown ------------------------------------------------------------------------------


def test_twenty_runs_come_and_the_last_eight_stay() -> None:
    runs = Runs()
    for i in range(20):
        run = runs.begin({"eta": i / 10}, CODE)
        run.take(points(descent(i / 10)))
        assert run in runs.shown
        assert len(runs.shown) == min(i + 1, SLOTS)
        runs.finish("done", 0.1, 40)
    assert [run.number for run in runs.shown] == list(range(13, 21))
    assert sorted(run.slot for run in runs.shown) == list(range(1, SLOTS + 1))
    assert len(runs.kept) == 20


def test_a_run_keeps_its_digit_as_long_as_it_is_shown() -> None:
    runs = Runs()
    for i in range(8):
        ran(runs, eta=i / 10)
    slots = {run.number: run.slot for run in runs.shown}
    ran(runs, eta=0.8)
    assert {n: slot for n, slot in slots.items() if n != 1} == {
        run.number: run.slot for run in runs.shown[:-1]
    }


def test_a_hidden_run_gives_way_before_a_shown_one() -> None:
    runs = Runs()
    for i in range(8):
        ran(runs, eta=i / 10)
    third = runs.kept[2]
    runs.toggle(third)
    assert third not in runs.shown
    ran(runs, eta=0.8)
    assert third.slot == 0
    assert [run.number for run in runs.shown] == [1, 2, 4, 5, 6, 7, 8, 9]
    runs.toggle(third)  # from the list: it takes the place of the oldest
    assert [run.number for run in runs.shown] == [2, 3, 4, 5, 6, 7, 8, 9]


def test_a_run_that_is_cut_off_takes_nothing_away() -> None:
    runs = Runs()
    for i in range(9):
        ran(runs, eta=i / 10)
    before = [(run.number, run.slot) for run in runs.shown]
    for i in range(30):  # a knob that is turned faster than the cell runs
        runs.begin({"eta": 5.0 + i}, CODE).take(points([1.0]))
        assert len(runs.shown) == SLOTS
        runs.abandon()
    assert [(run.number, run.slot) for run in runs.shown] == before
    assert runs.current is None


def test_a_new_run_abandons_one_that_never_ended() -> None:
    runs = Runs()
    runs.begin({"eta": 0.1}, CODE).take(points([1.0]))
    runs.begin({"eta": 0.2}, CODE)
    assert runs.kept == []


def test_a_run_that_drew_nothing_is_not_kept() -> None:
    runs = Runs()
    for i in range(8):
        ran(runs, eta=i / 10)
    before = [(run.number, run.slot) for run in runs.shown]
    runs.begin({"eta": 2.0}, CODE)
    assert runs.finish("raised", 0.1, 0) is None
    assert [(run.number, run.slot) for run in runs.shown] == before


def test_the_same_once_more_takes_the_place_of_its_twin() -> None:
    runs = Runs()
    for i in range(9):
        ran(runs, eta=i / 10)
    ran(runs, eta=0.5)
    assert [run.number for run in runs.kept] == [1, 2, 3, 4, 5, 7, 8, 9, 10]
    assert len(runs.shown) == SLOTS  # and the one that had made room is back
    assert len({run.slot for run in runs.shown}) == SLOTS


def test_the_same_once_more_keeps_digit_and_colour_of_its_twin() -> None:
    runs = Runs()
    ran(runs, eta=0.1)
    for _ in range(3):
        ran(runs, eta=0.1)
        assert [run.slot for run in runs.kept] == [1]
    ran(runs, eta=0.2)
    ran(runs, eta=0.1)
    assert sorted((run.values["eta"], run.slot) for run in runs.kept) == [(0.1, 1), (0.2, 2)]


@given(st.lists(st.sampled_from(["run", "cut", "empty", "hide", "clear", "back"]), max_size=40))
def test_whatever_happens_slots_are_used_once(actions: list[str]) -> None:
    runs = Runs()
    for i, action in enumerate(actions):
        if action == "run":
            ran(runs, eta=(i + 1) / 100)
        elif action == "cut":
            runs.begin({"eta": 1.0}, CODE).take(points([1.0]))
            runs.abandon()
        elif action == "empty":
            runs.begin({"eta": 1.0}, CODE)
            runs.finish("raised", 0.1, 0)
        elif action == "hide" and runs.kept:
            runs.toggle(runs.kept[i % len(runs.kept)])
        elif action == "clear":
            runs.clear()
        elif action == "back":
            runs.restore()
        slots = [run.slot for run in runs.all if run.slot]
        assert len(slots) == len(set(slots)) <= SLOTS
        assert all(1 <= slot <= SLOTS for slot in slots)
        assert [run.number for run in runs.kept] == sorted(run.number for run in runs.kept)
        assert len(set(labels(runs))) == len(runs.all)


def test_cleared_runs_come_back_until_another_has_ended() -> None:
    runs = Runs()
    for i in range(3):
        ran(runs, eta=i / 10)
    assert runs.clear() == 3
    assert runs.all == []
    assert runs.restore() == 3
    assert [run.slot for run in runs.shown] == [1, 2, 3]
    runs.clear()
    ran(runs, eta=0.9)
    assert not runs.can_restore
    assert runs.restore() == 0


# --- what is kept ---------------------------------------------------------------------------------


def test_a_kept_run_takes_little_memory_and_keeps_its_extremes() -> None:
    runs = Runs()
    run = runs.begin({}, CODE)
    ys = [math.sin(i / 500) for i in range(100_000)]
    ys[4_321] = 9.0
    for start in range(0, len(ys), 2000):
        run.take(points(ys[start : start + 2000], start=start))
    xs = [i / 1000 for i in range(4000)]
    run.take(curve(xs, [x * x for x in xs], "f"))
    runs.finish("done", 1.0, len(ys))
    loss, f = run.items["loss"], run.items["f"]
    assert isinstance(loss, Series)
    assert isinstance(f, CurveData)
    assert loss.size <= FROZEN
    assert len(f.x) <= FROZEN
    assert max(loss.columns(FROZEN)[1]) == loss.highest == 9.0
    assert loss.count == 100_000
    assert (loss.last, loss.columns(96)[1][-1]) == (ys[-1], ys[-1])
    assert (f.x[0], f.x[-1], f.last) == (xs[0], xs[-1], xs[-1] ** 2)


def test_what_is_under_the_paths_is_kept_once() -> None:
    runs = Runs()
    for end in (1.0, 0.5):
        runs.begin({"end": end}, CODE).take(surface([2.0, end], [1.0, 0.0]))
        runs.finish("done", 0.1, 2)
    older, newest = (run.surfaces[""] for run in runs.kept)
    assert older.shade is newest.shade
    assert older.contours is newest.contours
    assert older.paths[0].x == surface([2.0, 1.0], [1.0, 0.0]).paths[0].x


def test_a_very_long_path_is_thinned_and_keeps_its_ends() -> None:
    runs = Runs()
    for end in (1.0, 0.5):
        ys = [end + i / 10_000 for i in range(10_000)]
        runs.begin({"end": end}, CODE).take(surface(ys, ys))
        runs.finish("done", 0.1, 2)
    xs = floats(runs.kept[0].surfaces[""].paths[0].x)
    assert len(xs) <= PATH + 1
    assert (xs[0], xs[-1]) == (1.0, 1.0 + 9_999 / 10_000)
