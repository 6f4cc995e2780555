"""Numbers and values as a few lines of text, and what is told from numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from recordings import node

from tutor.grading import drawing, guessing


def pair(expected: Any, got: Any, *index: int) -> tuple[str, str]:
    return drawing.pair(np.array(expected), np.array(got), index)


def test_small_tensors_are_shown_whole_with_columns_that_fit() -> None:
    assert pair([[0.0], [0.5], [4.5]], [[0.0], [1.0], [9.0]], 1, 0) == (
        "[[0.0],\n [0.5],\n [4.5]]",
        "[[0.0],\n [1.0],\n [9.0]]",
    )
    assert pair([[1, 20], [3, 4]], [[1, -20], [3, 4]], 0, 1) == (
        "[[  1,  20],\n [  3,   4]]",
        "[[  1, -20],\n [  3,   4]]",
    )
    expected, _ = pair(np.zeros((2, 2, 2)), np.ones((2, 2, 2)), 0, 0, 0)
    assert expected == "[[[0.0, 0.0],\n  [0.0, 0.0]],\n [[0.0, 0.0],\n  [0.0, 0.0]]]"
    assert pair([1.0, np.nan], [np.inf, 1.0], 0) == ("[1.0, nan]", "[inf, 1.0]")
    assert pair([True], [False], 0) == ("[ True]", "[False]")
    assert pair(0.5, -0.5) == ("0.5", "-0.5")
    assert pair([1 + 2j], [1 - 2j], 0) == ("[1+2j]", "[1-2j]")


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (1.0, 1.00001), (1e-9, 2e-9), (1e9, 1e9 + 1), (1e30, 1.0000001e30), (0.1, 0.1 + 1e-12),
        (0.0, 1e-12), (-1e-8, 1e-8), (5e-324, 0.0), (1.0, np.nan),
    ],
)  # fmt: skip
def test_enough_digits_to_see_the_difference(expected: float, got: float) -> None:
    one, other = pair(expected, got)
    assert one != other
    one, other = pair([2.0, expected, 3.0], [2.0, got, 3.0], 1)
    assert one != other


def test_four_to_six_digits_usually() -> None:
    values = np.array([0.123456789, 1.23456789, 12.3456789])
    one, _ = drawing.pair(values, values * 2, (0,))
    assert one == "[ 0.12,  1.23, 12.35]"
    one, _ = drawing.pair(values, values + 1e-3, (0,))
    assert one == "[ 0.123,  1.235, 12.346]"


def test_of_large_tensors_the_surroundings() -> None:
    expected, got = np.zeros((100, 40)), np.zeros((100, 40))
    got[70, 38] = 1.5
    assert drawing.pair(expected, got, (70, 38)) == (
        "[70, 35:40] = [0.0, 0.0, 0.0, 0.0, 0.0]",
        "[70, 35:40] = [0.0, 0.0, 0.0, 1.5, 0.0]",
    )
    got = np.zeros((100, 1))
    got[3] = 2
    assert drawing.pair(np.zeros((100, 1)), got, (3, 0))[1].startswith("[0:7, 0] = [0.0,")


@pytest.mark.parametrize("shape", [(30,), (1, 30), (30, 1), (2, 15), (5, 6), (2, 3, 5), (1, 1, 1)])
def test_never_more_than_a_screenful(shape: tuple[int, ...]) -> None:
    dice = np.random.default_rng(0)
    expected, got = dice.normal(size=shape) * 1e3, dice.normal(size=shape)
    for text in drawing.pair(expected, got, tuple(n - 1 for n in shape)):
        assert text.count("\n") < 12
        assert max(map(len, text.split("\n"))) <= 80


def test_values() -> None:
    shown = drawing.value(node((torch.zeros(2, 3), [1], None, {"a": 1})))
    assert shown == (
        "a tuple of 4:\n  a tensor of shape (2, 3), float32\n  a list of 1\n  None\n"
        "  a dict with the keys 'a'"
    )
    assert drawing.value(node([1.0, 2.5, True])) == "a list: [1, 2.5, True]"
    assert drawing.value(node([])) == "a list of 0"
    assert drawing.value(node({})) == "a dict with no keys"
    assert drawing.value(node(torch.zeros(2))) == "a tensor of shape (2,), float32\n[0.0, 0.0]"
    assert drawing.value(node(torch.zeros(99))) == "a tensor of shape (99,), float32"
    assert drawing.value(node(torch.zeros(0, 3))) == "a tensor of shape (0, 3), float32\n[]"
    assert drawing.value(node("a\tb")) == "'a\\tb'"
    assert drawing.value(node(list(range(100)))).count("\n") == 11
    assert drawing.shape([1] * 20) == "(1, 1, 1, 1, 1, 1, 1, 1, …)"


def test_a_guess_is_never_made_of_nothing() -> None:
    """Numbers that have nothing to do with one another."""
    dice = np.random.default_rng(1)
    for shape in ((5,), (3, 3), (2, 3, 4)):
        for _ in range(50):
            expected, got = dice.normal(size=shape), dice.normal(size=shape)
            said = guessing.of_values(expected, got, [(5.0, "`n`")], 1e-5)
            assert not said or said.endswith("values differ")
    assert guessing.of_values(np.array([2.0]), np.array([2.7]), [], 1e-5) == ""
    assert guessing.of_shapes([4, 3], [7, 5]) == ""
    assert guessing.of_dtypes("int64", "int32") == ""
