"""The optimizers of the playground: their names, parameters, and the code that makes each.

Those of `torch.optim`, and those that a learner can write (exercises that provide
`init_NAME(params)` and `NAME(params, states, …)`). Nothing here imports torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from tutor.course.model import Knob
from tutor.course.objectives import Objective

Suits = Literal["", "rate", "pace"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that an optimizer takes."""

    name: str
    default: float
    low: float
    high: float
    step: float | None = None
    scale: Literal["linear", "log"] = "linear"
    suits: Suits = ""  # which number of an objective says what goes well there

    @property
    def knob(self) -> Knob:
        """The same as a knob: it knows how to read, limit and step."""
        return Knob(self.name, self.default, self.low, self.high, self.step, self.scale)


@dataclass(frozen=True, slots=True)
class Method:
    """An optimizer that can take part in a race."""

    name: str  # as lessons write it
    title: str  # as the screen shows it
    call: str  # Python, with a place for each parameter: "…SGD(params, lr={lr})"
    parameters: tuple[Parameter, ...]
    exercise: str = ""  # the exercise that provides it; empty for torch's own

    def suggested(self, objective: Objective) -> dict[str, float]:
        """Values that go well on an objective."""
        numbers = {"rate": objective.rate, "pace": objective.pace}
        return {p.name: numbers.get(p.suits, p.default) for p in self.parameters}

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; KeyError if it has none such."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)


def _rate(suits: Suits) -> Parameter:
    return Parameter("lr", 0.1, 1e-6, 100.0, scale="log", suits=suits)


def _share(name: str, default: float, low: float = 0.0, high: float = 0.99) -> Parameter:
    """A number below 1 that says how much of the past stays."""
    return Parameter(name, default, low, high, step=0.05 if default < 0.99 else 0.001)


_EPS = Parameter("eps", 1e-3, 1e-12, 1.0, scale="log")

_FOUND = (
    Method("sgd", "SGD", "torch.optim.SGD(params, lr={lr})", (_rate("rate"),)),
    Method(
        "momentum",
        "Momentum",
        "torch.optim.SGD(params, lr={lr}, momentum={momentum})",
        (_rate("rate"), _share("momentum", 0.8)),
    ),
    Method(
        "nesterov",
        "Nesterov",
        "torch.optim.SGD(params, lr={lr}, momentum={momentum}, nesterov=True)",
        (_rate("rate"), _share("momentum", 0.8, low=0.05)),  # torch takes no momentum of 0 here
    ),
    Method("adagrad", "AdaGrad", "torch.optim.Adagrad(params, lr={lr})", (_rate("pace"),)),
    Method(
        "rmsprop",
        "RMSProp",
        "torch.optim.RMSprop(params, lr={lr}, alpha={alpha})",
        (_rate("pace"), _share("alpha", 0.9)),
    ),
    Method(
        "adadelta",
        "AdaDelta",
        "torch.optim.Adadelta(params, lr=1.0, rho={rho}, eps={eps})",
        (_share("rho", 0.9), _EPS),
    ),
    Method(
        "adam",
        "Adam",
        "torch.optim.Adam(params, lr={lr}, betas=({beta1}, {beta2}))",
        (_rate("pace"), _share("beta1", 0.9), _share("beta2", 0.999, high=0.9999)),
    ),
    Method(
        "my_momentum",
        "your momentum",
        "momentum(params, states, lr={lr}, gamma={gamma})",
        (_rate("rate"), _share("gamma", 0.8)),
        exercise="momentum",
    ),
    Method(
        "my_adagrad",
        "your adagrad",
        "adagrad(params, states, lr={lr})",
        (_rate("pace"),),
        exercise="adagrad",
    ),
    Method(
        "my_rmsprop",
        "your rmsprop",
        "rmsprop(params, states, lr={lr}, gamma={gamma})",
        (_rate("pace"), _share("gamma", 0.9)),
        exercise="rmsprop",
    ),
    Method(
        "my_adadelta",
        "your adadelta",
        "adadelta(params, states, rho={rho}, eps={eps})",
        (_share("rho", 0.9), _EPS),
        exercise="adadelta",
    ),
    Method(
        "my_adam",
        "your adam",
        "adam(params, states, lr={lr}, beta1={beta1}, beta2={beta2})",
        (_rate("pace"), _share("beta1", 0.9), _share("beta2", 0.999, high=0.9999)),
        exercise="adam",
    ),
)

METHODS: Mapping[str, Method] = MappingProxyType({each.name: each for each in _FOUND})
"""Every optimizer by its name, in the order in which the playground lists them."""
