"""Shapes drawn in characters, and numbers that look like others."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from recordings import call, node, recording, told

from tutor.grading import drawing, picturing, report, resembling
from tutor.grading.records import Recording

SIZES = st.lists(st.integers(0, 3000), max_size=5)


def test_two_boxes_to_one_scale() -> None:
    assert picturing.shapes((4,), (4, 4)).splitlines() == [
        "expected (4,)    got (4, 4)",
        "┌────────┐       ┌────────┐",
        "│        │       │        │",
        "└────────┘       │        │",
        "    4            │        │ 4",
        "                 │        │",
        "                 └────────┘",
        "                     4",
    ]


def test_one_number_and_more_than_two_dimensions() -> None:
    drawn = picturing.shapes((), (2, 3, 4))
    assert "one number" in drawn
    assert "2 of these" in drawn


@given(SIZES, SIZES)
def test_every_picture_fits(expected: list[int], got: list[int]) -> None:
    lines = picturing.shapes(expected, got).splitlines()
    assert all(len(line) <= 52 for line in lines)
    assert len(lines) <= 10


@given(SIZES, SIZES)
def test_shapes_go_together_as_torch_says(one: list[int], other: list[int]) -> None:
    try:
        wanted = list(torch.broadcast_shapes(one, other))
    except RuntimeError:
        wanted = None
    assert picturing.together(one, other) == wanted


def test_stretching_says_which_dimension_grew() -> None:
    lines = picturing.stretching([("y_hat", (10, 1)), ("y", (10,))], (10, 10)).splitlines()
    assert lines[:3] == [
        "y_hat       10  1→10",
        "y         1→10    10",
        "together    10    10",
    ]


CHECK = "@case\ndef once(mine):\n    'Once'\n    mine.f(draw(3, 4, low=1, high=2))\n"
# What the reference does with x, what the learner does, and what is said of it.
LIKE = [
    ("x", "x[1:]", "one too short; the first row is missing, the others are right."),
    ("x", "x[[0, 2]]", "one too short; row 1 (from 0) is missing, the others are right."),
    ("x", "torch.cat([x, x[:1]])", "one too long; the last row is too many"),
    ("x", "x.t()", "changed places; the numbers themselves are right."),
    ("x", "x.sum(0)", "Dimension 0 is gone: it is the sum of what is expected along dimension 0."),
    ("x", "x[:, [1, 0, 3, 2]]", "the columns are right, in another order."),
    ("x", "x[[2, 0, 1]]", "the rows are right, in another order."),
    ("x", "x / x.sum(1, keepdim=True)", "each row is what is expected times a factor of its own"),
    ("x", "x - x.mean(0)", "each column is off by a number of its own."),
    ("x - 1.5", "torch.where(x > 1.8, 1.5 - x, x - 1.5)", "the opposite sign, all else is right."),
    ("(x, x * 2)", "(x * 2, x * 2)", "these are the numbers that `result[1]` should hold."),
    ("x", "y = x.clone()\ny[0, 1] += 0.5\ny[2, 2] -= 0.25\nreturn y",
     "2 of 12 values differ, by 0.5 at most."),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "code", "message"), LIKE)
def test_what_numbers_look_like(reference: str, code: str, message: str) -> None:
    code = code if code.startswith("y =") else f"return {code}"
    assert message in told(f"return {reference}", code, CHECK).message


def steps(*results: torch.Tensor) -> Recording:
    return recording(*(call(each) for each in results))


def test_the_numbers_of_another_step() -> None:
    a, b, c = (torch.rand(2, 3) for _ in range(3))
    found = report.outcome(steps(a, b, b), steps(a, b, c)).report
    assert found is not None
    assert "these numbers were expected one call earlier." in found.message
    assert (found.number, found.calls) == (3, 3)
    found = report.outcome(steps(a, c, c), steps(a, b, c)).report
    assert found is not None
    assert "these numbers are expected one call later." in found.message
    far = report.outcome(steps(a, b, a), steps(a, b, c)).report
    assert far is not None
    assert "expected 2 calls earlier." in far.message


def test_nothing_is_read_into_constant_numbers() -> None:
    zeros, ones = torch.zeros(3), torch.ones(3)
    found = report.outcome(steps(zeros, zeros), steps(zeros, ones)).report
    assert found is not None
    assert "earlier" not in found.message


@given(st.integers(0, 3), st.integers(0, 3), st.sampled_from("if"))
def test_no_shape_is_too_odd(one: int, other: int, kind: str) -> None:
    arrays = [np.ones((size,) * size, dtype=kind) for size in (one, other)]
    resembling.in_another_shape(*arrays)


def test_stars_mark_what_differs_unless_all_does() -> None:
    one, other = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 2.5], [3.0, 4.0]])
    assert drawing.pair(one, other, (0, 1), one != other) == (
        "[[ 1.0, *2.0],\n [ 3.0,  4.0]]",
        "[[ 1.0, *2.5],\n [ 3.0,  4.0]]",
    )
    assert "*" not in "".join(drawing.pair(one, one + 1, (0, 0), np.ones((2, 2), bool)))


def test_in_a_long_row_the_star_follows() -> None:
    one = np.zeros(100)
    other = one.copy()
    other[50] = 1.0
    expected, got = drawing.pair(one, other, (50,), one != other)
    assert expected == "[47:54] = [ 0.0,  0.0,  0.0, *0.0,  0.0,  0.0,  0.0]"
    assert got == "[47:54] = [ 0.0,  0.0,  0.0, *1.0,  0.0,  0.0,  0.0]"


def test_a_node_of_each_shape_has_its_picture() -> None:
    found = report.outcome(steps(torch.rand(3, 3)), steps(torch.rand(3))).report
    assert found is not None
    assert node(torch.rand(3)) != node(torch.rand(3, 3))
    assert found.picture.startswith("expected (3,)    got (3, 3)")
