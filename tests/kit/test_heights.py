"""Asking an objective for its value, however it is written."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from tutor.kit.heights import COARSE, FINE, Heights, variables_of
from tutor.kit.objectives import OBJECTIVES

A = torch.tensor([[1.0, 0.2], [0.2, 3.0]])
PLACES = np.array([[1.0, 2.0], [-3.0, 0.5], [0.0, 0.0], [2.0, -1.0], [4.0, 4.0], [1.5, 1.5]])


def wanted(x1: float, x2: float) -> float:
    return x1**2 + 2 * x2**2


WAYS: dict[str, Callable[..., Any]] = {
    "numbers": lambda x1, x2: x1**2 + 2 * x2**2,
    "math": lambda x1, x2: math.pow(x1, 2) + 2 * math.pow(x2, 2),
    "torch": lambda x1, x2: torch.square(x1) + 2 * torch.square(x2),
    "numpy": lambda x1, x2: np.square(x1) + 2 * np.square(x2),
    "branches": lambda x1, x2: x1**2 + 2 * x2**2 if x1 > 0 else x1 * x1 + 2 * x2**2,
    "a vector": lambda x: x[0] ** 2 + 2 * x[1] ** 2,
    "a sum over a vector": lambda x: (torch.tensor([1.0, 2.0]) * x**2).sum(),
    "float32 matrices": lambda x: x @ torch.tensor([[1.0, 0.0], [0.0, 2.0]]) @ x,
    "numpy's vectors": lambda x: float(np.dot(np.asarray(x) ** 2, [1, 2])),
    "one element": lambda x1, x2: (x1**2 + 2 * x2**2) * torch.ones(1),
    "any number": lambda *x: x[0] ** 2 + 2 * x[1] ** 2,
    "more arguments": lambda x1, x2, scale=2: x1**2 + scale * x2**2,
}


@pytest.mark.parametrize("f", WAYS.values(), ids=WAYS)
def test_each_way_of_writing_f_gives_its_values(f: Callable[..., Any]) -> None:
    heights = Heights(f, 2)
    assert heights.along(PLACES) == pytest.approx([wanted(*place) for place in PLACES], rel=1e-5)
    x, y, z = heights.on_grid((-1, 3), (0, 2))
    assert z.shape == (len(y), len(x))
    assert (x[0], x[-1], y[0], y[-1]) == (-1, 3, 0, 2)
    assert z[-1, 0] == pytest.approx(wanted(-1, 2), rel=1e-5)
    assert z[0, -1] == pytest.approx(wanted(3, 0), rel=1e-5)


def test_what_takes_many_at_once_is_asked_once() -> None:
    asked: list[int] = []

    def f(x1: Any, x2: Any) -> Any:
        asked.append(getattr(x1, "numel", lambda: 1)())
        return x1 * x2

    x, y, _ = Heights(f, 2).on_grid((0, 1), (0, 1))
    assert (len(x), len(y)) == FINE
    assert max(asked) == FINE[0] * FINE[1]
    assert len(asked) < 15


def test_values_for_many_are_not_believed_where_they_differ() -> None:
    """A mean over all places is a number for each call, and it is not f."""

    def f(x1: Any, x2: Any) -> Any:
        return np.mean(np.asarray(x1) + np.asarray(x2))

    heights = Heights(f, 2)
    _, _, z = heights.on_grid((0, 1), (0, 1))
    assert z.shape in [(rows, columns) for columns, rows in COARSE]
    assert z[-1, -1] == 2


def test_what_is_slow_is_asked_on_a_coarser_grid() -> None:
    def slow(x1: float, x2: float) -> float:
        end = sum(math.sin(i) for i in range(4000))
        return math.hypot(x1, x2) + 0 * end

    x, _, _ = Heights(slow, 2).on_grid((0, 1), (0, 1))
    assert len(x) == COARSE[-1][0]


def test_where_f_raises_there_is_no_value() -> None:
    def log_like(x1: float, x2: float) -> float:
        return math.log(x1) + x2

    found = Heights(log_like, 2).along(np.array([[-1.0, 0.0], [1.0, 5.0]]))
    assert math.isnan(found[0])
    assert found[1] == 5
    huge = Heights(lambda x1, x2: x1**8 + x2, 2).along(np.array([[1e300, 0.0], [1.0, 0.0]]))
    assert huge.tolist() == [math.inf, 1]


@pytest.mark.parametrize(
    ("f", "said"),
    [
        (lambda a, b: torch.stack([a, b]), r"one number, but at \(-5, -5\) it gives a tensor of"),
        (lambda a, b: None, "it gives None. Does it return its value?"),
        (lambda a, b: "high", "it gives a str"),
        (lambda a, b: undefined, "raised NameError: name 'undefined' is not defined"),  # type: ignore[name-defined]  # noqa: F821
    ],
)
def test_a_broken_f_is_explained(f: Callable[..., Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Heights(f, 2).on_grid((-5, 5), (-5, 5))


def test_asking_leaves_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    """No prints, no dice: a cell's numbers are the same with and without a picture."""

    def noisy(x1: Any, x2: Any) -> Any:
        print("asked")
        return x1 + torch.rand(()) + random.random() + np.random.rand()

    torch.manual_seed(1)
    random.seed(1)
    np.random.seed(1)
    expected = (torch.rand(3).tolist(), random.random(), np.random.rand())
    torch.manual_seed(1)
    random.seed(1)
    np.random.seed(1)
    Heights(noisy, 2).on_grid((0, 1), (0, 1))
    assert (torch.rand(3).tolist(), random.random(), np.random.rand()) == expected
    assert capsys.readouterr().out == ""


def test_how_many_variables_f_has() -> None:
    assert variables_of(lambda a, b: a, None) == 2
    assert variables_of(lambda x: x**2, None) == 1
    assert variables_of(math.cos, None) == 1
    assert variables_of(lambda x: x[0] + x[1], None) == 2
    assert variables_of(lambda x: x @ A @ x, None) == 2
    assert variables_of(lambda x: (x**2).sum(), True) == 2
    assert variables_of(torch.cos, False) == 1
    for objective in OBJECTIVES.values():
        assert variables_of(objective, None) == objective.about.variables
    with pytest.raises(TypeError, match="draws a function, but this is a int"):
        variables_of(3, None)  # type: ignore[arg-type]
