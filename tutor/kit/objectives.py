"""Functions to walk down: `from tutor.kit import objectives`, then `objectives.rosenbrock`.

Each takes its variables, or one vector of them, as floats, numpy arrays or tensors. What is
worth knowing of each (formula, where to look, start, minima) is in `tutor.course.objectives`,
and as `.about` here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tutor.course import objectives as facts


class Objective:
    """A function of one or two variables, and what is known of it."""

    def __init__(self, about: facts.Objective, function: Callable[..., Any]) -> None:
        self.about = about
        self._function = function

    def __call__(self, *x: Any) -> Any:
        """f(x1, x2), or f(x) with x[0] and x[1]; of one variable f(x). TypeError otherwise."""
        wanted = self.about.variables
        if len(x) == 1 and wanted == 2:
            x = (x[0][0], x[0][1])
        if len(x) != wanted:
            given = "1 number" if len(x) == 1 else f"{len(x)} numbers"
            raise TypeError(f"{self.about.name} is a function of {wanted}, and got {given}.")
        return self._function(*x)

    @property
    def start(self) -> tuple[float, ...]:
        """A good place to start from."""
        return self.about.start

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """Where it is lowest."""
        return self.about.minima

    def __repr__(self) -> str:
        return f"{self.about.name}: {self.about.formula}"


def _cos(x: Any) -> Any:
    if hasattr(x, "cos"):  # a tensor, which has to stay one: its gradient is wanted
        return x.cos()
    return np.cos(x) if isinstance(x, np.ndarray) else math.cos(x)


def _beale(x1: Any, x2: Any) -> Any:
    first, second, third = 1.5 - x1 + x1 * x2, 2.25 - x1 + x1 * x2**2, 2.625 - x1 + x1 * x2**3
    return first**2 + second**2 + third**2


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "bowl": lambda x1, x2: x1**2 + 2 * x2**2,
    "ill_conditioned": lambda x1, x2: 0.1 * x1**2 + 2 * x2**2,
    "rosenbrock": lambda x1, x2: (1 - x1) ** 2 + 100 * (x2 - x1**2) ** 2,
    "beale": _beale,
    "himmelblau": lambda x1, x2: (x1**2 + x2 - 11) ** 2 + (x1 + x2**2 - 7) ** 2,
    "saddle": lambda x1, x2: x1**2 - x2**2 + 0.25 * x2**4,
    "parabola": lambda x: x**2,
    "waves": lambda x: x * _cos(0.15 * math.pi * x),
    "double_well": lambda x: 0.25 * x**4 - 0.5 * x**2 + 0.1 * x,
}

OBJECTIVES: Mapping[str, Objective] = {
    name: Objective(about, _FUNCTIONS[name])
    for name, about in facts.OBJECTIVES.items()
    if name in _FUNCTIONS
}
"""Every objective by its name, in the playground's order."""


def __getattr__(name: str) -> Objective:
    if name in OBJECTIVES:
        return OBJECTIVES[name]
    raise AttributeError(f"There is no objective {name!r}; there are: {', '.join(OBJECTIVES)}.")


def __dir__() -> list[str]:
    return sorted([*globals(), *OBJECTIVES])
