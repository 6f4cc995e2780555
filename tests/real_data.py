"""The real data sets, laid where loaders look for them, as far as this machine has them.

They are never part of the project: see `shared_data` in conftest.py.
"""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tutor.datasets import shelf

ROOT = Path(__file__).resolve().parent.parent
AIRFOIL = "airfoil_self_noise.dat"
FASHION = "fashion_mnist_t10k_4443.npz"
TESTS = 1000  # of the 4443 images, the last ones; the others are for training
SETS = frozenset({"airfoil", "fashion_mnist"})


def folder() -> Path | None:
    """Where the real files are; None if they aren't here."""
    there = Path(os.environ.get("TUTOR_SHARED_DATA", ROOT.parent / "shared" / "data"))
    return there if (there / AIRFOIL).is_file() and (there / FASHION).is_file() else None


def lay_airfoil(source: Path, data: Path, end: bytes = b"\n") -> Path:
    """The airfoil file, with these line ends, into the folder of all data."""
    path = data / "airfoil" / AIRFOIL
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((source / AIRFOIL).read_bytes().replace(b"\n", end))
    return path


def lay_fashion(source: Path, data: Path) -> Path:
    """Images and labels as unpacked IDX files into the folder of all data; gives their folder."""
    raw = data / "fashion_mnist" / "FashionMNIST" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    with np.load(source / FASHION) as file:
        images, labels = file["images"], file["labels"]
    for part, rows in (("train", slice(None, -TESTS)), ("t10k", slice(-TESTS, None))):
        write_idx(raw / f"{part}-images-idx3-ubyte", images[rows])
        write_idx(raw / f"{part}-labels-idx1-ubyte", labels[rows])
    return raw


def write_idx(path: Path, array: Any) -> None:
    """Bytes as the IDX format has them: a magic number, the sizes, the bytes."""
    head = struct.pack(f">I{array.ndim}I", 0x800 + array.ndim, *array.shape)
    path.write_bytes(head + np.ascontiguousarray(array, np.uint8).tobytes())


@contextlib.contextmanager
def laid(kind: str) -> Iterator[None]:
    """A data folder of one's own for this process and its children, real sets in it or none."""
    before = os.environ.get(shelf.VARIABLE)
    with tempfile.TemporaryDirectory() as temporary:
        source = folder()
        if kind == "real" and source is not None:
            lay_airfoil(source, Path(temporary))
            lay_fashion(source, Path(temporary))
        os.environ[shelf.VARIABLE] = temporary
        try:
            yield
        finally:
            if before is None:
                del os.environ[shelf.VARIABLE]
            else:
                os.environ[shelf.VARIABLE] = before
