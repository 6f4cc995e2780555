"""Data sets for lesson code: `from tutor.kit import data`.

`data.airfoil()` is synthetic: made here, from a fixed seed, the same on every machine. It is no
measurement and must never be shown as one.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Matrix = NDArray[np.float64]

AIRFOIL_COLUMNS = (
    "frequency",
    "angle of attack",
    "chord length",
    "free-stream velocity",
    "displacement thickness",
)  # of the features; the label is the sound pressure level

# What the synthetic set shares with the measured one (NASA, Brooks, Pope and Marcolini, 1989, in
# the UCI repository; its first 1500 rows, standardized): how columns correlate, which plane fits
# best and how well. These decide how gradient descent behaves on it.
_ROWS = 1500
_CORRELATIONS = (
    (1.0, -0.2756, -0.0031, 0.1348, -0.2371),
    (-0.2756, 1.0, -0.5049, 0.0611, 0.7532),
    (-0.0031, -0.5049, 1.0, 0.0032, -0.2207),
    (0.1348, 0.0611, 0.0032, 1.0, 0.0006),
    (-0.2371, 0.7532, -0.2207, 0.0006, 1.0),
)
_WEIGHTS = (-0.5832, -0.3655, -0.4843, 0.2239, -0.2713)
_FLOOR = 0.2417  # half the mean squared error that the best plane leaves
_DECIMALS = 4  # rounded, so that the last bits of other processors don't show
_SEED = 1989


def airfoil() -> tuple[Tensor, Tensor]:
    """Synthetic data of the shape and temper of the airfoil self-noise set, float32.

    Returns features (1500, 5), whose columns are `AIRFOIL_COLUMNS`, and labels (1500,), all
    standardized: mean 0, standard deviation 1. Correlations, best weights and least loss (half
    the mean squared error) are about those of the measured set; the numbers are made up. Each
    call gives tensors of one's own; no random number of the caller's is used.
    """
    features, labels = _airfoil()
    return torch.tensor(features, dtype=torch.float32), torch.tensor(labels, dtype=torch.float32)


@cache
def _airfoil() -> tuple[Matrix, Matrix]:
    """Features (1500, 5) and labels (1500,), before they become tensors."""
    # numpy keeps the stream of RandomState the same for ever; its newer generators may change
    chance = np.random.RandomState(_SEED)
    wanted = np.array(_CORRELATIONS)
    columns = _correlated(_standard(_tunnel(chance)), wanted)
    w = np.array(_WEIGHTS)
    w = w * np.sqrt((1 - 2 * _FLOOR) / (w @ wanted @ w))  # so that labels have variance 1
    rest = _unexplained(columns, _bends(columns) + 1.2 * chance.standard_normal(_ROWS))
    labels = columns @ w + np.sqrt(2 * _FLOOR) * rest
    return np.round(columns, _DECIMALS), np.round(labels, _DECIMALS)


def _tunnel(chance: np.random.RandomState) -> Matrix:
    """Settings of an imagined wind tunnel, (1500, 5): few chords and speeds, skewed the rest."""
    chord = chance.choice([0.025, 0.05, 0.1, 0.15, 0.23, 0.3], _ROWS)
    angle = chance.uniform(0, 1, _ROWS) * (8 + 10 * np.exp(-chord / 0.08))
    speed = chance.choice([32.0, 40.0, 56.0, 71.0], _ROWS)
    swell = np.exp(0.13 * angle + 0.2 * chance.standard_normal(_ROWS))
    thickness = (0.4 + chord) * swell
    # bands a third of an octave apart, lower ones where the angle is large
    band = np.round(chance.normal(10.3 - 0.12 * angle + 0.02 * (speed - 50), 3.2))
    frequency = 200 * 2 ** (np.clip(band, 0, 18) / 3)
    return np.stack([frequency, angle, chord, speed, thickness], axis=1)


def _standard(columns: Matrix) -> Matrix:
    """Each column with mean 0 and standard deviation 1."""
    scaled: Matrix = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    return scaled


def _correlated(columns: Matrix, wanted: Matrix) -> Matrix:
    """Standardized columns, moved as little as can be so that they correlate as wanted.

    The map is the optimal transport between two normal distributions (Givens and Shortt, 1984).
    """
    root, found = _power(wanted, 0.5), columns.T @ columns / len(columns)
    moved: Matrix = columns @ root @ _power(root @ found @ root, -0.5) @ root
    return moved


def _power(symmetric: Matrix, exponent: float) -> Matrix:
    """A power of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(symmetric)
    power: Matrix = vectors * values**exponent @ vectors.T
    return power


def _bends(columns: Matrix) -> Matrix:
    """What no plane can follow: a hump over the frequency that depends on the thickness."""
    frequency, angle, chord, _, thickness = columns.T
    pitch = np.log(frequency - frequency.min() + 0.3)
    bends: Matrix = -0.5 * (pitch + 0.5 * thickness) ** 2 + 0.2 * angle * chord
    return bends


def _unexplained(columns: Matrix, y: Matrix) -> Matrix:
    """What the best plane through y leaves of it, scaled to variance 1."""
    ones = np.column_stack([columns, np.ones(len(columns))])
    rest: Matrix = y - ones @ np.linalg.solve(ones.T @ ones, ones.T @ y)
    scaled: Matrix = rest / np.sqrt(np.mean(rest**2))
    return scaled
