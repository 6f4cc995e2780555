"""The airfoil self-noise set: as NASA measured it, or a synthetic one of its shape and temper.

The synthetic one is made here, from a fixed seed, the same on every machine. It is no measurement
and must never be shown as one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tutor.datasets import shelf
from tutor.datasets.registry import DataSet
from tutor.kit import damage, sources

Matrix = NDArray[np.float64]

NAME = "airfoil"
COLUMNS = (
    "frequency",
    "angle of attack",
    "chord length",
    "free-stream velocity",
    "displacement thickness",
)  # of the features; the label is the sound pressure level
MEASURED = (1503, 6)  # rows and columns of the file
_ROWS = 1500  # of them, which the lessons use

# What the synthetic set shares with the measured one (NASA, Brooks, Pope and Marcolini, 1989, in
# the UCI repository; its first 1500 rows, standardized): how columns correlate, which plane fits
# best and how well. These decide how gradient descent behaves on it.
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
    """Noise of wings in a wind tunnel, float32: the measured set, or a synthetic one.

    Returns features (1500, 5), whose columns are `data.AIRFOIL_COLUMNS`, and labels (1500,), all
    standardized: mean 0, standard deviation 1. The measured ones (Brooks, Pope and Marcolini,
    NASA, 1989) are standardized over all 1503 rows, of which the first 1500 come, as books do it.
    The synthetic ones have about the same correlations, best weights and least loss (half the
    mean squared error); their numbers are made up. Which it is, the output says.

    Each call gives tensors of one's own; no random number of the caller's is used.
    """
    found, kind = sources.find(NAME)
    features, labels = measured(found) if kind == "real" else synthetic()
    sources.say(found, kind, f"{len(features)} rows")
    return torch.tensor(features, dtype=torch.float32), torch.tensor(labels, dtype=torch.float32)


# --- the measured set ------------------------------------------------------------------------


def measured(found: DataSet) -> tuple[Matrix, Matrix]:
    """Features (1500, 5) and labels (1500,) as measured, standardized over all 1503 rows."""
    table = _standard(read(found))[:_ROWS]
    return table[:, :5], table[:, 5]


def read(found: DataSet) -> Matrix:
    """The file of the measured set, (1503, 6), in the units of the registry's `columns`.

    damage.DamagedData if it is not as it was published.
    """
    (file,) = found.files
    path = shelf.folder(found) / file.name
    raw = damage.read_bytes(found, path)
    table = _parsed(found, path, raw)
    damage.check_hash(found, path, raw, file.hashes)
    return table


def _parsed(found: DataSet, path: Path, raw: bytes) -> Matrix:
    rows = [line.split() for line in raw.decode("ascii", errors="replace").splitlines()]
    wide = next((number for number, row in enumerate(rows, 1) if len(row) != MEASURED[1]), 0)
    if wide:
        fault = f"row {wide} is not {MEASURED[1]} columns wide but {len(rows[wide - 1])}"
        raise damage.DamagedData(found, path, fault)
    if len(rows) != MEASURED[0]:
        fault = f"it has {len(rows)} rows instead of {MEASURED[0]}"
        raise damage.DamagedData(found, path, fault)
    try:
        return np.array(rows, dtype=np.float64)
    except ValueError as error:  # "could not convert string to float: '0.3o48'"
        raise damage.DamagedData(found, path, str(error)) from None


# --- the synthetic set -----------------------------------------------------------------------


@cache
def synthetic() -> tuple[Matrix, Matrix]:
    """Features (1500, 5) and labels (1500,), made up; they can't be written to."""
    # numpy keeps the stream of RandomState the same for ever; its newer generators may change
    chance = np.random.RandomState(_SEED)
    wanted = np.array(_CORRELATIONS)
    columns = _correlated(_standard(_tunnel(chance)), wanted)
    w = np.array(_WEIGHTS)
    w = w * np.sqrt((1 - 2 * _FLOOR) / (w @ wanted @ w))  # so that labels have variance 1
    rest = _unexplained(columns, _bends(columns) + 1.2 * chance.standard_normal(_ROWS))
    labels = columns @ w + np.sqrt(2 * _FLOOR) * rest
    made = np.round(columns, _DECIMALS), np.round(labels, _DECIMALS)
    for each in made:
        each.flags.writeable = False
    return made


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
