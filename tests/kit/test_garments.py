"""Synthetic garments: the same everywhere, quickly there, kept, and never half a file."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import numpy as np
import pytest

from tutor.datasets import registry, shelf
from tutor.kit import garments
from tutor.kit.garments import Garments
from tutor.kit.wardrobe import GARMENTS

# of the drawings of VERSION: new drawings need a new version
DIGEST = "9b1c43111b8286434277d41092c55ad1640674ae7e1f7287629d75e6f1d91f95"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where they are kept, in a folder of the test's own."""
    monkeypatch.setenv(shelf.VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data" / "fashion_mnist" / f"synthetic-v{garments.VERSION}.npz"


def same(one: Garments, other: Garments) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were drawn, by each call of `draw` from here on."""
    counts: list[int] = []
    draw = garments.draw

    def counted(n: int, seed: int) -> Garments:
        counts.append(n)
        return draw(n, seed)

    monkeypatch.setattr(garments, "draw", counted)
    return counts


def test_what_is_drawn_never_changes_within_a_version() -> None:
    images, labels = garments.draw(300, garments.SEEDS[0])
    digest = hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
    assert (garments.VERSION, digest) == (1, DIGEST)


def test_the_first_of_many_are_the_same_as_few() -> None:
    many = garments.draw(701, 3)
    for n in (0, 1, 64, 207, 700):
        few = garments.draw(n, 3)
        assert few.images.shape == (n, 28, 28), n
        assert same(few, Garments(many.images[:n], many.labels[:n])), n
    assert not same(many, garments.draw(701, 4))


def test_the_classes_are_those_of_the_registry_and_even() -> None:
    names = [draw.__name__.replace("t_shirt", "t-shirt").replace("_", " ") for draw in GARMENTS]
    assert names == registry.find(garments.NAME).classes
    labels = garments.draw(250, 8).labels
    assert all(sorted(ten) == list(range(10)) for ten in labels.reshape(-1, 10).tolist())
    assert len({tuple(ten) for ten in labels.reshape(-1, 10).tolist()}) > 20  # in no fixed order


def test_images_are_grey_garments_on_black() -> None:
    images, labels = garments.draw(1000, 5)
    assert images.dtype == labels.dtype == np.uint8
    lit = (images > 20).mean(axis=(1, 2))
    assert lit.min() > 0.01
    assert lit.max() < 0.9
    assert len({image.tobytes() for image in images}) == 1000  # no two alike
    # black is black: in the photographs too, the background has no noise
    corners = images[:, [0, 0, 27, 27], [0, 27, 0, 27]]
    assert (corners == 0).mean() > 0.9
    assert 20 < images.mean() < 80
    # what a class covers: trousers are slim, sandals slight, tops broad
    covered = [float(lit[labels == label].mean()) for label in range(10)]
    assert covered[5] < covered[7] < covered[9] < covered[2]
    assert covered[1] < covered[0]


def test_trousers_have_two_legs_and_boots_one_shaft() -> None:
    images, labels = garments.draw(600, 6)
    gaps = ((np.diff((images > 20).astype(int), axis=2) == 1).sum(axis=2) == 2).sum(axis=1)
    rows = [np.median(gaps[labels == label]) for label in (1, 9)]  # that are lit in two places
    assert rows[0] >= 5, rows
    assert rows[1] <= 3, rows


def test_they_are_kept_and_drawn_again_only_for_more(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = drawn(monkeypatch)
    train, test = garments.load(60, 20)
    assert counts == [60, 20]
    assert place.is_file()
    assert list(place.parent.iterdir()) == [place]  # nothing beside it
    again = garments.load(60, 20)
    fewer = garments.load(30, 7)
    assert counts == [60, 20]
    assert same(again[0], train)
    assert same(again[1], test)
    assert same(fewer[1], Garments(test.images[:7], test.labels[:7]))
    more = garments.load(90, 5)
    assert counts == [60, 20, 90, 20]  # what was there of the other set stays
    assert same(Garments(more[0].images[:60], more[0].labels[:60]), train)
    assert not np.array_equal(train.images[:20], test.images)


def test_what_is_loaded_may_be_written_to(place: Path) -> None:
    garments.load(20, 10)
    train, _ = garments.load(20, 10)
    train.images[0] = 0
    assert garments.load(20, 10)[0].images[0].any()


def test_a_damaged_file_is_drawn_anew(place: Path) -> None:
    right = garments.load(20, 10)
    whole = place.read_bytes()
    chance = np.random.RandomState(1)
    flips = [int(at) for at in chance.randint(0, len(whole), 25)]
    flips += list(range(0, 160, 7)) + list(range(len(whole) - 300, len(whole), 11))
    damaged = [b"", b"no archive", whole[:100], whole[:-1], whole[: len(whole) // 2]]
    damaged += [whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :] for at in flips]
    for content in damaged:
        place.write_bytes(content)
        train, test = garments.load(20, 10)
        assert same(train, right[0])
        assert same(test, right[1])


def test_a_foreign_archive_is_not_taken_for_ours(place: Path) -> None:
    place.parent.mkdir(parents=True)
    nothing = np.zeros((20, 3))
    with place.open("wb") as file:
        np.savez(file, train_images=nothing, train_labels=nothing, test_images=nothing,
                 test_labels=nothing)  # fmt: skip
    assert same(garments.load(20, 10)[0], garments.draw(20, garments.SEEDS[0]))


def test_where_nothing_can_be_written_they_are_drawn_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    counts = drawn(monkeypatch)
    one, two = garments.load(20, 10), garments.load(20, 10)
    assert same(one[0], two[0])
    assert counts == [20, 10, 20, 10]


def test_a_disk_that_fills_up_leaves_nothing_behind(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: object, **arrays: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    train, _ = garments.load(20, 10)
    assert same(train, garments.draw(20, garments.SEEDS[0]))
    assert list(place.parent.iterdir()) == []


def test_ten_thousand_are_soon_there_and_at_once_after(place: Path) -> None:
    start = time.process_time()  # what other processes do meanwhile is no matter
    garments.load(8_000, 2_000)
    first = time.process_time()
    garments.load(8_000, 2_000)
    assert first - start < 20
    assert time.process_time() - first < 1
