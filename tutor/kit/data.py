"""Data sets for lesson code: `from tutor.kit import data`.

`data.airfoil()` and `data.fashion_mnist(batch_size)` give the real set where it is on this
machine, and a synthetic one where it isn't; whichever it is, the output says so. `data.linear`
and `data.polynomial` draw from a formula whose true answer one knows.
"""

from __future__ import annotations

from tutor.kit.airfoil import COLUMNS as AIRFOIL_COLUMNS
from tutor.kit.airfoil import airfoil
from tutor.kit.damage import DamagedData
from tutor.kit.fashion import CLASSES as FASHION_CLASSES
from tutor.kit.fashion import fashion_mnist, labels
from tutor.kit.formulas import linear, polynomial

__all__ = [
    "AIRFOIL_COLUMNS",
    "FASHION_CLASSES",
    "DamagedData",
    "airfoil",
    "fashion_mnist",
    "labels",
    "linear",
    "polynomial",
]
