"""`live.images`: pictures out of tensors and arrays, small enough for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.engine.protocol import Picture
from tutor.kit.numbers import describe

MANY_IMAGES = 64
SIDE = 160  # pixels; larger images are made smaller, since no terminal shows more
FIRST, LAST = (1, 3), (1, 3, 4)  # how many channels, where they come first and last
LABEL_CHARS = 40

Pixels = NDArray[np.uint8]
Array = NDArray[Any]


def pictures(
    images: Any, labels: Any, low: float | None, high: float | None
) -> tuple[list[Picture], int]:
    """At most 64 pictures, and how many were left out.

    `images` is one image or several: (h, w), (channels, h, w) or (h, w, channels), with a
    dimension in front or in a list. ValueError or TypeError, in words, for anything else.
    """
    found = [_channels_last(image) for image in _separate(images, _count(labels))]
    names = _names(labels, len(found))
    first = found[:MANY_IMAGES]
    shade = _scale(first, low, high)
    drawn = [
        _picture(shade(_smaller(image)), name) for image, name in zip(first, names, strict=False)
    ]
    return drawn, len(found) - len(first)


def _picture(image: Pixels, name: str) -> Picture:
    height, width = image.shape[:2]
    return Picture(width, height, np.ascontiguousarray(image).tobytes(), name)


def _separate(images: Any, labels: int) -> list[Array]:
    """Each image by itself; how many labels there are decides where a shape leaves it open."""
    if isinstance(images, (list, tuple)) and not _is_rows(images):
        return [one for image in images for one in _separate(image, 0)]
    array = _array(images)
    if array.ndim == 2:
        return [array]
    if array.ndim == 3:
        single = array.shape[0] in FIRST or array.shape[2] in LAST
        if single and not (labels > 1 and labels == len(array)):
            return [array]
        return list(array)  # (n, h, w)
    if array.ndim == 4:
        return list(array)
    raise ValueError(
        "An image has shape (h, w), (channels, h, w) or (h, w, channels), several have one more "
        f"dimension in front; this is {describe(images)}."
    )


def _is_rows(images: Sequence[Any]) -> bool:
    """Whether a list is an image itself: rows of numbers."""
    row = images[0] if images else None
    return isinstance(row, (list, tuple)) and bool(row) and isinstance(row[0], (int, float))


def _array(images: Any) -> Array:
    if hasattr(images, "detach"):
        images = images.detach().cpu()
        images = images.float().numpy() if images.is_floating_point() else images.numpy()
    try:
        array = np.asarray(images)
    except ValueError:
        raise ValueError("The rows of an image have different lengths.") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"live.images draws numbers, and this is {describe(images)}.")
    if array.size == 0:
        raise ValueError(f"There is nothing to draw in {describe(images)}.")
    return array


def _channels_last(image: Array) -> Array:
    """(h, w) or (h, w, 3), whatever an image came as; an alpha channel is left out."""
    if image.ndim == 2:
        return image
    if image.shape[0] in FIRST:
        image = image.transpose(1, 2, 0)
    if image.shape[2] not in LAST:
        raise ValueError(f"An image has 1 or 3 channels; this one has shape {image.shape}.")
    return image[:, :, 0] if image.shape[2] == 1 else image[:, :, :3]


def _scale(images: Sequence[Array], low: float | None, high: float | None) -> Any:
    """How values become bytes, the same for all: bytes and 0 … 1 as they are, others stretched."""
    if low is None and high is None:
        if all(image.dtype == np.uint8 for image in images):
            return lambda image: np.rint(image).astype(np.uint8)
        low, high = 0.0, 1.0
        finite = [image[np.isfinite(image)] for image in images]
        lowest = min((float(f.min()) for f in finite if f.size), default=0.0)
        highest = max((float(f.max()) for f in finite if f.size), default=1.0)
        if lowest < 0 or highest > 1:
            whole = lowest >= 0 and highest <= 255 and all(i.dtype.kind in "iu" for i in images)
            low, high = (0.0, 255.0) if whole else (lowest, highest)
    low = 0.0 if low is None else float(low)
    high = 1.0 if high is None else float(high)
    if not low < high:
        if low > high:
            raise ValueError(f"low has to be below high; they are {low:g} and {high:g}.")
        high = low + 1.0

    def shade(image: Array) -> Pixels:
        place = np.nan_to_num((image - low) / (high - low), nan=0.0, posinf=1.0, neginf=0.0)
        return np.rint(np.clip(place, 0, 1) * 255).astype(np.uint8)

    return shade


def _smaller(image: Array) -> Array:
    """Means of whole blocks of pixels, so that no side is longer than SIDE."""
    block = -(-max(image.shape[:2]) // SIDE)
    values = image.astype(np.float64)
    if block == 1:
        return values
    height, width = (max(1, side // block) for side in image.shape[:2])
    block_rows, block_columns = (min(block, side) for side in image.shape[:2])
    cut = values[: height * block_rows, : width * block_columns]
    parts = cut.reshape(height, block_rows, width, block_columns, *image.shape[2:])
    means: Array = parts.mean(axis=(1, 3))
    return means


def _count(labels: Any) -> int:
    try:
        return 0 if isinstance(labels, str) else len(labels)
    except TypeError:  # there are none, or one has to go through them to know
        return 0


def _names(labels: Any, count: int) -> list[str]:
    if labels is None:
        return [""] * count
    if isinstance(labels, str) or not isinstance(labels, Iterable):
        labels = [labels]
    found = [_name(label) for label in labels]
    if len(found) != count:
        raise ValueError(
            f"There are {count} image{'s'[: count != 1]} and {len(found)} "
            f"label{'s'[: len(found) != 1]}: give one for each."
        )
    return found


def _name(label: Any) -> str:
    value = label.item() if getattr(label, "shape", None) == () else label
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return " ".join(text.split())[:LABEL_CHARS]
