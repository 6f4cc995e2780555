"""A look at a data set: a few of its images, or its columns, for `tutor data show`.

It shows what lessons get, through the code that they get it through; the rows of a measured table
also in their own units.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from tutor.datasets.registry import DataSet
from tutor.datasets.shelf import Kind
from tutor.engine.protocol import Images
from tutor.kit import airfoil, fashion, formulas
from tutor.kit.images import pictures

SEED = 0  # of what is drawn by a formula
LOOKED_THROUGH = 200  # images, among which each class is found
MOST_POINTS = 260  # of a scatter; more hide one another
PLANE = ((2.0, -3.4), 4.2)  # weights and bias, those of the lessons


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str  # with its unit in brackets, where it has one
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Sample:
    """What there is to see: images, or columns of one length, the label last."""

    detail: str  # how much of the set it is
    note: str = ""  # what one has to know to read the numbers
    images: Images | None = None
    columns: list[Column] = field(default_factory=list)


def chosen_rows(count: int, most: int = MOST_POINTS) -> list[int]:
    """Rows for a scatter, the same each time; at fixed steps, sorted ones would make patterns."""
    return sorted(random.Random(0).sample(range(count), min(count, most)))


def sample(data: DataSet, kind: Kind, count: int, *, scaled: bool = False) -> Sample:
    """Some of a data set: `count` images, or all rows of a table.

    `scaled` gives a measured table as lessons get it, standardized. damage.DamagedData and
    vision.NoVision, in words, where the real set can't be read.
    """
    return _SAMPLES[data.name](data, kind, count, scaled)


def _airfoil(data: DataSet, kind: Kind, _count: int, scaled: bool) -> Sample:
    if kind == "real" and not scaled:
        table = airfoil.read(data)
        return Sample(f"{len(table)} rows", columns=_columns(data.columns, table))
    features, labels = airfoil.measured(data) if kind == "real" else airfoil.synthetic()
    names = [name.partition(" [")[0] for name in data.columns]
    columns = _columns(names, [[*row, y] for row, y in zip(features, labels, strict=True)])
    note = "Standardized, as lessons get it: mean 0, standard deviation 1, no units."
    return Sample(f"{len(labels)} rows", note, columns=columns)


def _linear(_data: DataSet, _kind: Kind, _count: int, _scaled: bool) -> Sample:
    torch.manual_seed(SEED)
    weights, bias = PLANE
    x, y = formulas.linear(weights, bias)
    note = f"data.linear({list(weights)}, {bias}) with seed {SEED}: y = {_plane(weights, bias)}"
    table = torch.cat([x, y[:, None]], dim=1)
    return Sample(f"{len(y)} rows", note, columns=_columns(["x1", "x2", "y"], table))


def _polynomial(_data: DataSet, _kind: Kind, _count: int, _scaled: bool) -> Sample:
    torch.manual_seed(SEED)
    (x, y), (_, y_test) = formulas.polynomial()
    terms = zip(formulas.CUBIC, ("x", "x²", "x³"), strict=True)
    sums = "".join(f" {'-' if w < 0 else '+'} {abs(w):g} {power}" for w, power in terms)
    note = f"data.polynomial() with seed {SEED}: y = {formulas.CUBIC_BIAS:g}{sums} + noise"
    table = torch.cat([x, y[:, None]], dim=1)
    detail = f"{len(y)} training rows; {len(y_test)} more to test on"
    return Sample(detail, note, columns=_columns(["x", "x²", "x³", "y"], table))


def _plane(weights: Sequence[float], bias: float) -> str:
    terms = [f"{abs(w):g} x{i}" for i, w in enumerate(weights, 1)]
    signs = ["-" if w < 0 else "+" for w in weights]
    rest = "".join(f" {sign} {term}" for sign, term in zip(signs[1:], terms[1:], strict=True))
    first = f"-{terms[0]}" if weights[0] < 0 else terms[0]
    return f"{first}{rest} + {bias:g} + noise"


def _fashion(data: DataSet, kind: Kind, count: int, _scaled: bool) -> Sample:
    images, labels = fashion.first(data, kind, max(LOOKED_THROUGH, 5 * count))
    some = _one_of_each(labels.tolist(), count)
    names = [data.classes[int(labels[at])] for at in some]
    drawn, _ = pictures(images[some], names, 0, 255)
    detail = f"{len(drawn)} of the training images"
    return Sample(detail, images=Images(0, drawn))


def _one_of_each(labels: Sequence[int], count: int) -> list[int]:
    """Places of the first image of each class, in the order of the classes; then the second."""
    seen: dict[int, int] = {}
    order = []
    for at, label in enumerate(labels):
        seen[label] = seen.get(label, 0) + 1
        order.append((seen[label], label, at))
    return [at for _, _, at in sorted(order)[:count]]


def _columns(names: Sequence[str], table: Any) -> list[Column]:
    return [Column(name, [float(row[at]) for row in table]) for at, name in enumerate(names)]


_SAMPLES: dict[str, Callable[[DataSet, Kind, int, bool], Sample]] = {
    "airfoil": _airfoil,
    "fashion_mnist": _fashion,
    "linear": _linear,
    "polynomial": _polynomial,
}
NAMES = frozenset(_SAMPLES)
