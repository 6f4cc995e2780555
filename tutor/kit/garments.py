"""Synthetic Fashion-MNIST: garments drawn from polygons, posed, sized, patterned, noised at random.

Nobody's photographs: they take the place of the real set where it isn't, and must never be shown
as it. They are the same to the last bit on every machine, and the first n of a larger set are the
smaller one. As in the real set, tops are what is mistaken for one another, shirts above all.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.datasets import registry, shelf
from tutor.kit.rastering import SIDE, Numbers, Pen
from tutor.kit.wardrobe import GARMENTS, SHOES

Bytes = NDArray[np.uint8]

NAME = "fashion_mnist"  # of the set whose place they take
VERSION = 1  # of the drawings: one more with each change, so that no old file is taken for them
SEEDS = (2017, 2018)  # of the training and the test set
_DICE = 64  # random numbers a garment, more than any of them takes
_AT_ONCE = 64  # garments drawn together: more don't fit into a processor's cache
_BLOT = 2  # pixels
_PARTS = ("train", "test")  # as their file calls them


class Garments(NamedTuple):
    """Images (n, 28, 28), 0 black … 255 white, and labels (n,), 0 … 9."""

    images: Bytes
    labels: Bytes


Sets = tuple[Garments, Garments]  # to train with, to test with


def draw(n: int, seed: int) -> Garments:
    """n garments, one of each class in every ten of them."""
    labels = _labels(n, seed)
    dice = _stream(seed, 1).uniform(size=(n, _DICE))
    grain, blots = _bytes(n, SIDE, _stream(seed, 2)), _bytes(n, SIDE // _BLOT, _stream(seed, 3))
    images = np.zeros((n, SIDE, SIDE), np.uint8)
    for label, paint in enumerate(GARMENTS):
        wanted = np.flatnonzero(labels == label)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            pen = Pen(dice[some])
            pen.cloth = _cloth(pen, blots[some], 0.4 if paint in SHOES else 1.0)
            paint(pen)
            images[some] = _grained(pen, grain[some])
    return Garments(images, labels)


def load(n_train: int, n_test: int) -> Sets:
    """The first garments of the training and of the test set, from the disk once they are there.

    They are kept in the folder of the data set. Where nothing can be written they are drawn each
    time; a damaged file is replaced.
    """
    path = shelf.folder(registry.find(NAME)) / f"synthetic-v{VERSION}.npz"
    kept = _read(path)
    have = tuple(len(each.labels) for each in kept) if kept else (0, 0)
    if kept is None or have[0] < n_train or have[1] < n_test:
        counts = (max(n_train, have[0]), max(n_test, have[1]))
        kept = (draw(counts[0], SEEDS[0]), draw(counts[1], SEEDS[1]))
        _write(path, kept)
    return _first(kept[0], n_train), _first(kept[1], n_test)


def _first(garments: Garments, n: int) -> Garments:
    return Garments(garments.images[:n], garments.labels[:n])


def _read(path: Path) -> Sets | None:
    """What was kept, if it is there and whole: the file has checksums."""
    try:
        with np.load(path) as file:
            train, test = (
                Garments(file[f"{part}_images"], file[f"{part}_labels"]) for part in _PARTS
            )
    except Exception:  # a damaged file raises nearly anything; it is drawn anew
        return None
    return (train, test) if _is_ours(train) and _is_ours(test) else None


def _is_ours(garments: Garments) -> bool:
    images, labels = garments
    right = images.dtype == labels.dtype == np.uint8 and labels.ndim == 1
    return right and images.shape == (len(labels), SIDE, SIDE)


def _write(path: Path, sets: Sets) -> None:
    """Keep them, beside and renamed, so that nobody reads half a file."""
    arrays = {
        f"{part}_{name}": array
        for part, garments in zip(_PARTS, sets, strict=True)
        for name, array in garments._asdict().items()
    }
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            np.savez(file, **arrays)
        beside.replace(path)
    except OSError:  # a full or read-only disk: they can be drawn again
        with suppress(OSError):
            beside.unlink()


def _stream(seed: int, use: int) -> np.random.RandomState:
    # numpy keeps the stream of RandomState the same for ever; its newer generators may change
    return np.random.RandomState([seed, use])


def _bytes(n: int, side: int, chance: np.random.RandomState) -> Bytes:
    """Random bytes (n, side, side)."""
    return np.frombuffer(chance.bytes(n * side * side), np.uint8).reshape(n, side, side)


def _labels(n: int, seed: int) -> Bytes:
    """Labels (n,): 0 … 9 in random order, and so on."""
    dice = _stream(seed, 0).uniform(size=(-(-n // 10), 10))
    return np.argsort(dice, axis=1, kind="stable").astype(np.uint8).reshape(-1)[:n]


_DOWN, _ACROSS = (axis.astype(np.float64) for axis in np.indices((SIDE, SIDE)))


def _cloth(pen: Pen, blots: Bytes, bold: float) -> Numbers:
    """How light the cloth is at each pixel, (n, 28, 28), 0 … about 1.

    A tone, lit from one side; plain, or striped, checked, blotched, in two tones.
    """
    tone, kind, light, period, tilt, shift, depth = (
        pen.between(low, high)[:, None, None]
        for low, high in (
            (0.45, 1.0), (0.0, 1.0), (-0.2, 0.2), (3.0, 7.0), (-0.15, 0.15), (0.0, 1.0),
            (0.15, 0.65),
        )
    )  # fmt: skip
    rows = _wave((_DOWN + tilt * _ACROSS) / period + shift)
    columns = _wave((_ACROSS - tilt * _DOWN) / period + shift)
    patterns = (  # up to which `kind`
        (0.5, 0.0), (0.62, rows), (0.7, columns), (0.8, np.maximum(rows, columns)),
        (0.93, blots.repeat(_BLOT, axis=1).repeat(_BLOT, axis=2) / 255.0),
        (1.0, 1.0 * (8 + 12 * shift < _DOWN)),
    )  # fmt: skip
    dark = np.zeros_like(rows)
    for upto, pattern in reversed(patterns):
        dark = np.where(kind < upto, pattern, dark)
    cloth: Numbers = tone * (1 - bold * depth * dark) * (1 + light * (_ACROSS / 13.5 - 1))
    return cloth


def _wave(phase: Numbers) -> Numbers:
    """Up and down, 0 … 1, once for each whole number; flat at both ends."""
    wave: Numbers = np.clip(6 * np.abs(phase - np.floor(phase + 0.5)) - 1, 0, 1)
    return wave


def _grained(pen: Pen, grain: Bytes) -> Bytes:
    """The pictures as bytes, with noise where they aren't black."""
    amount = pen.between(0.02, 0.16)[:, None, None]
    noised = pen.picture * (1 + amount * (grain / 127.5 - 1))
    grey: Bytes = np.floor(255 * np.clip(noised, 0, 1) + 0.5).astype(np.uint8)
    return grey
