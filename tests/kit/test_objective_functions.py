"""The objectives' functions keep what is said of them."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import torch

from tutor.course import objectives as facts
from tutor.kit import objectives
from tutor.kit.objectives import OBJECTIVES, Objective

ALL = pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=OBJECTIVES)


def test_every_objective_that_is_told_of_has_its_function() -> None:
    assert list(OBJECTIVES) == list(facts.OBJECTIVES)
    assert objectives.rosenbrock is OBJECTIVES["rosenbrock"]
    assert "beale" in dir(objectives)
    with pytest.raises(AttributeError, match="no objective 'himmelbau'; there are: bowl,"):
        _ = objectives.himmelbau


@ALL
def test_it_takes_floats_arrays_and_tensors(objective: Objective) -> None:
    start = objective.start
    value = objective(*start)
    assert objective(*map(torch.tensor, start)).item() == pytest.approx(value, 1e-5, 1e-5)
    assert objective(*(np.array([s, s]) for s in start)) == pytest.approx([value, value])
    if objective.about.variables == 2:
        assert objective(torch.tensor(start)).item() == pytest.approx(value, rel=1e-5)


@ALL
def test_its_minima_are_minima(objective: Objective) -> None:
    about = objective.about
    for minimum in objective.minima:
        place = torch.tensor(minimum, dtype=torch.float64, requires_grad=True)
        value = objective(*place)
        value.backward()
        assert value.item() == pytest.approx(about.lowest, abs=1e-9)
        assert torch.linalg.vector_norm(place.grad).item() < 1e-5
    axes = [np.linspace(*ends, 101) for ends in about.ranges]
    lowest = min(objective(*place) for place in itertools.product(*axes))
    assert lowest >= about.lowest - 1e-9


@ALL
def test_its_start_lies_in_what_is_shown(objective: Objective) -> None:
    for value, (low, high) in zip(objective.start, objective.about.ranges, strict=True):
        assert low <= value <= high


def test_calls_that_do_not_fit() -> None:
    with pytest.raises(TypeError, match="waves is a function of 1, and got 2 numbers"):
        objectives.waves(1.0, 2.0)
    with pytest.raises(TypeError, match="bowl is a function of 2, and got 3 numbers"):
        objectives.bowl(1.0, 2.0, 3.0)
    assert repr(objectives.bowl) == "bowl: x1² + 2 x2²"
    assert objectives.waves(2.0) == pytest.approx(2 * math.cos(0.3 * math.pi))
