"""Data drawn by a formula whose true answer is known: a plane and a cubic, with noise.

They are drawn with torch's generator, so that `torch.manual_seed` makes them the same again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from tutor.kit import wanting

CUBIC = (1.2, -3.4, 5.6)  # of x, x², x³, as in the books' experiment
CUBIC_BIAS = 5.0
MOST_POWERS = 20  # x to the 20th reaches a million millions; beyond, float32 soon overflows


def linear(
    w: Sequence[float] | Tensor, b: float = 0.0, n: int = 1000, noise: float = 0.01
) -> tuple[Tensor, Tensor]:
    """Points on the plane y = X w + b, with normal noise: (X (n, len(w)), y (n,)), float32.

    X is drawn from a standard normal distribution, the noise from one with standard deviation
    `noise`. ValueError or TypeError, in words, for what makes no plane.
    """
    weights = _weights(w)
    wanting.check_count("n", n, 1)
    spread, bias = _deviation(noise), wanting.one_number("b", b)
    features = torch.randn(n, len(weights))
    return features, features @ weights + bias + spread * torch.randn(n)


def polynomial(
    n_train: int = 100,
    n_test: int = 100,
    *,
    powers: int = len(CUBIC),
    noise: float = 0.01,
) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Points on a cubic, with noise, and the powers of x that a model may use.

    y = 5 + 1.2 x - 3.4 x² + 5.6 x³ + noise, x from a standard normal distribution, the noise
    normal with standard deviation `noise` (the experiment on under- and overfitting of "Dive into
    Deep Learning"). Returns `(X, y), (X_test, y_test)`, float32: X (n_train, powers) holds
    x, x², …; y (n_train,). With 1 power a linear model underfits; with 3 it can be right; with
    many, or few rows, it overfits. How many powers are asked for changes neither x nor y.
    """
    wanting.check_count("n_train", n_train, 1)
    wanting.check_count("n_test", n_test, 0)
    wanting.check_count("powers", powers, 1, MOST_POWERS)
    spread = _deviation(noise)
    x = torch.randn(n_train + n_test, 1)
    y = _powers(x, len(CUBIC)) @ torch.tensor(CUBIC) + CUBIC_BIAS
    y = y + spread * torch.randn(len(x))
    features = _powers(x, powers)
    return (features[:n_train], y[:n_train]), (features[n_train:], y[n_train:])


def _powers(x: Tensor, count: int) -> Tensor:
    """x (n, 1) to (n, count): x, x², …"""
    return x ** torch.arange(1, count + 1)


# --- what was asked for ----------------------------------------------------------------------


def _weights(w: Any) -> Tensor:
    """The weights as a vector, float32."""
    try:
        weights = torch.as_tensor(w, dtype=torch.float32).detach()
    except (TypeError, ValueError, RuntimeError):
        raise TypeError(f"w has to be a list of numbers, one for each column, not {w!r}.") from None
    if weights.ndim != 1 or not len(weights):
        shape = tuple(weights.shape)
        raise ValueError(f"w has to be a list of numbers, [2, -3.4] say; its shape is {shape}.")
    return weights


def _deviation(noise: Any) -> float:
    deviation = wanting.one_number("noise", noise)
    if not deviation >= 0:
        raise ValueError(f"noise is a standard deviation: 0 or more, not {noise!r}.")
    return deviation
