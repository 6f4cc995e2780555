"""Fashion-MNIST: the real images, or synthetic garments, as ordinary DataLoaders.

torchvision reads the real ones. Images stay bytes until they are wanted in a batch, which is made
at once: ten times as fast as image by image, and fifty-five megabytes at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset, default_collate

from tutor.datasets import shelf
from tutor.kit import devices, sources, wanting
from tutor.kit.damage import DamagedData

if TYPE_CHECKING:
    from tutor.datasets.registry import DataSet

NAME = "fashion_mnist"
SIDE = 28  # pixels
CLASSES = (
    "t-shirt", "trouser", "pullover", "dress", "coat",
    "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip
MOST = 60_000  # training images in the real set; so many garments take a quarter of a minute
MOST_SIDE = 512  # pixels

# Training images that suit a device: an epoch of a small net then takes seconds, and the first
# garments are drawn before one has to wait. Larger images are fewer, as their pixels cost more.
# Where they are not all there are, they fill whole batches of 256: a last batch of a few images
# would take as large a step as the others, just before the accuracy is measured.
_SUITS = {"cuda": 60_000, "mps": 20_480, "cpu": 4_096}
_DRAWN = 10_240  # garments, at most, unless more are asked for
_FEWEST = 256
_TEST_SHARE = 5  # a test image for so many training images,
_FEWEST_TESTS = 500  # but no fewer than these: accuracies would jump

# What torchvision raises for files that are not what they should be.
UNREADABLE = (AssertionError, OSError, RuntimeError, TypeError, ValueError, KeyError)

Part = Literal["train", "t10k"]
Rows = Sequence[int] | Tensor
Pair = tuple[Tensor, Tensor]


def fashion_mnist(
    batch_size: int = 256, resize: int | None = None, size: int | None = None
) -> tuple[DataLoader[Any], DataLoader[Any]]:
    """Small grey images of clothes in ten classes: `(train, test)`, two DataLoaders.

    Each batch is images (batch, 1, 28, 28), float32 from 0 (black) to 1, and labels (batch,),
    int64 from 0 to 9; `data.labels` gives their names. `resize=96` makes the images 96 pixels
    wide and high. `size` is the number of training images, by default as many as suit the device
    and the resizing; there is a test image for five of them, and at least 500. The training
    images come in another order in each epoch, drawn with torch's generator.

    `train.dataset` holds it all: `.images` (n, 28, 28) uint8, `.labels` (n,), `.classes`. They
    are the real images (Zalando Research, 2017) where those are on this machine, else synthetic
    garments: which it is, and how many, the output says. ValueError, TypeError or DamagedData in
    words.
    """
    wanting.check_count("batch_size", batch_size, 1)
    if resize is not None:
        wanting.check_count("resize", resize, 1, MOST_SIDE)
    if size is not None:
        wanting.check_count("size", size, 1, MOST)
    found, kind = sources.find(NAME)
    count = size or suitable(devices.name(), resize or SIDE, kind)
    tests = max(count // _TEST_SHARE, _FEWEST_TESTS)
    parts = _real(found, count, tests) if kind == "real" else _drawn(count, tests)
    train, test = (ImageSet(*part, kind, resize) for part in parts)
    sources.say(found, kind, _detail(train, test, resize))
    return (
        DataLoader(train, batch_size, shuffle=True, collate_fn=collate),
        DataLoader(test, batch_size, collate_fn=collate),
    )


def labels(y: Any) -> list[str]:
    """The names of the classes of labels: `live.images(X, data.labels(y))`."""
    numbers = torch.as_tensor(y).reshape(-1).tolist()
    wrong = [n for n in numbers if n not in range(len(CLASSES))]
    if wrong:
        raise ValueError(f"Labels are whole numbers from 0 to {len(CLASSES) - 1}, not {wrong[0]}.")
    return [CLASSES[int(n)] for n in numbers]


def suitable(device: str, side: int, kind: Literal["real", "synthetic"]) -> int:
    """How many training images suit a device, for images of so many pixels a side."""
    most = _SUITS.get(device.partition(":")[0], _SUITS["cpu"])
    if kind == "synthetic":
        most = min(most, _DRAWN)
    if side <= SIDE:
        return most
    return max(_FEWEST, int(most * (SIDE / side) ** 2) // _FEWEST * _FEWEST)


def _detail(train: ImageSet, test: ImageSet, resize: int | None) -> str:
    counts = f"{len(train)} training and {len(test)} test images"
    return f"{counts} of {resize} x {resize} pixels" if resize else counts


# --- where they come from ----------------------------------------------------------------------


def first(found: DataSet, kind: Literal["real", "synthetic"], count: int) -> Pair:
    """The first training images (count, 28, 28) uint8 and their labels (count,), of either kind.

    DamagedData, or vision.NoVision, where the real ones can't be read.
    """
    if kind == "real":
        return _read(found, "train", count)
    from tutor.kit import garments  # noqa: PLC0415 - only where they are wanted

    images, numbers = garments.draw(count, garments.SEEDS[0])
    return torch.tensor(images), torch.tensor(numbers).long()


def _drawn(count: int, tests: int) -> list[Pair]:
    from tutor.kit import garments  # noqa: PLC0415 - only where they are wanted

    return [
        (torch.tensor(each.images), torch.tensor(each.labels).long())
        for each in garments.load(count, tests)
    ]


def _real(found: DataSet, count: int, tests: int) -> list[Pair]:
    """The first images of the training and of the test set, as torchvision reads them."""
    return [_read(found, "train", count), _read(found, "t10k", tests)]


def _read(found: DataSet, part: Part, count: int) -> Pair:
    from tutor.engine import vision  # noqa: PLC0415

    vision.require()
    from torchvision.datasets import FashionMNIST  # noqa: PLC0415 - it takes a second

    if missing := _missing(found):
        raise DamagedData(found, missing, "it isn't there")
    folder = shelf.folder(found)
    try:
        read = FashionMNIST(root=str(folder), train=part == "train", download=False)
    except UNREADABLE:
        raise _damaged(found, part) from None
    images, targets = read.data, read.targets.long()
    if not len(targets) or images.shape != (len(targets), SIDE, SIDE):
        fault = f"its images have the shape {tuple(images.shape)}, for {len(targets)} labels"
        raise DamagedData(found, _file(found, part, "images"), fault)
    if not 0 <= targets.min() <= targets.max() < len(CLASSES):
        fault = f"it holds labels from {targets.min()} to {targets.max()}"
        raise DamagedData(found, _file(found, part, "labels"), fault)
    return images[:count].clone(), targets[:count].clone()  # the rest need not stay in memory


def _missing(found: DataSet) -> Path | None:
    """The first unpacked file that isn't there."""
    paths = (shelf.folder(found) / file.name.removesuffix(".gz") for file in found.files)
    return next((path for path in paths if not path.exists()), None)


def _damaged(found: DataSet, part: Part) -> DamagedData:
    """Which of the two files torchvision can't read."""
    from torchvision.datasets import mnist  # noqa: PLC0415

    path, why = _file(found, part, "labels"), ""
    try:
        mnist.read_label_file(str(path))
        path = _file(found, part, "images")
        mnist.read_image_file(str(path))
    except UNREADABLE as error:
        why = str(error).partition("\n")[0]
    return DamagedData(found, path, f"torchvision can't read it{why and f' ({why})'}")


def _file(found: DataSet, part: Part, what: Literal["images", "labels"]) -> Path:
    """An unpacked file, as torchvision looks for it."""
    beginning = f"{part}-{what}-"
    names = (file.name.removesuffix(".gz") for file in found.files)
    return shelf.folder(found) / next(name for name in names if f"/{beginning}" in name)


# --- data set and batches ----------------------------------------------------------------------


class ImageSet(Dataset[tuple[Tensor, int]]):
    """Grey images and their labels: `images` (n, 28, 28) uint8, `labels` (n,) int64.

    An item is an image (1, side, side), float32 from 0 to 1, and its label.
    """

    classes = CLASSES

    def __init__(
        self,
        images: Tensor,
        labels: Tensor,
        kind: Literal["real", "synthetic"],
        resize: int | None = None,
    ) -> None:
        self.images, self.labels, self.kind, self.resize = images, labels, kind, resize

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, row: int) -> tuple[Tensor, int]:
        images, label = self.images[row], self.labels[row]
        return self._scaled(images[None])[0], int(label)

    def __getitems__(self, rows: Rows) -> Batch:
        return Batch(self, rows)  # a DataLoader asks for a batch's items at once

    def __repr__(self) -> str:
        side = self.resize or SIDE
        return f"<{len(self)} {self.kind} images of {side} x {side} pixels, in 10 classes>"

    def batch(self, rows: Rows) -> Pair:
        """Images (len(rows), 1, side, side) and labels of some rows."""
        return self._scaled(self.images[rows]), self.labels[rows]

    def _scaled(self, images: Tensor) -> Tensor:
        """Bytes (n, 28, 28) to float32 (n, 1, side, side) in [0, 1], resized bilinearly."""
        scaled = images[:, None].float() / 255
        if self.resize in (None, SIDE):
            return scaled
        antialias = self.resize is not None and self.resize < SIDE
        return functional.interpolate(
            scaled, size=(self.resize, self.resize), mode="bilinear", antialias=antialias
        )


class Batch(Sequence[tuple[Tensor, int]]):
    """The items of a batch, which need not be made one by one where `collate` gets them."""

    def __init__(self, images: ImageSet, rows: Rows) -> None:
        self.images, self.rows = images, rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> tuple[Tensor, int]: ...
    @overload
    def __getitem__(self, at: slice) -> Batch: ...
    def __getitem__(self, at: int | slice) -> tuple[Tensor, int] | Batch:
        if isinstance(at, slice):
            return Batch(self.images, self.rows[at])
        return self.images[int(self.rows[at])]

    def __iter__(self) -> Iterator[tuple[Tensor, int]]:
        images, labels = self.images.batch(self.rows)
        return iter(zip(images.unbind(), labels.tolist(), strict=True))


def collate(items: Any) -> Any:
    """What a DataLoader makes of items: a batch of ours at once, any other as torch does."""
    if isinstance(items, Batch):
        return items.images.batch(items.rows)
    return default_collate(items)
