"""Fashion-MNIST through its loaders: the real images and the synthetic garments alike."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import real_data
import torch
from data_sinks import Heard
from torch import nn
from torch.utils.data import DataLoader, Subset, default_collate

from tutor.datasets import registry, shelf
from tutor.engine import vision
from tutor.kit import data, fashion, hook, images


@pytest.fixture
def real(shared_data: Path, own_home: Path) -> Path:
    """3443 real images for training, 1000 for tests; the folder of their files."""
    return real_data.lay_fashion(shared_data, own_home / "data")


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Heard:
    sink = Heard()
    monkeypatch.setattr(hook, "sink", sink)
    return sink


@pytest.fixture(params=["real", "synthetic"])
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "real":
        request.getfixturevalue("real")
    return str(request.param)


# --- what one gets ---------------------------------------------------------------------------


def test_batches(kind: str, sink: Heard) -> None:
    train, test = data.fashion_mnist(64, size=500)
    batches = list(train)

    assert [len(labels) for _, labels in batches] == [64] * 7 + [52]
    for pixels, labels in batches:
        assert pixels.shape == (len(labels), 1, 28, 28)
        assert (pixels.dtype, labels.dtype) == (torch.float32, torch.int64)
        assert 0 <= pixels.min() < pixels.max() <= 1
    assert {*torch.cat([labels for _, labels in batches]).tolist()} == {*range(10)}
    assert isinstance(train, DataLoader)
    assert train.batch_size == test.batch_size == 64
    assert (len(train.dataset), len(test.dataset)) == (500, 500)  # type: ignore[arg-type]
    assert [(each.kind, each.detail) for each in sink.used] == [
        (kind, "500 training and 500 test images")
    ]


def test_the_pixels_are_those_of_the_files(real: Path, shared_data: Path) -> None:
    train, test = data.fashion_mnist(100, size=3000)
    pixels, labels = next(iter(test))
    raw = torch.frombuffer(
        bytearray((real / "t10k-images-idx3-ubyte").read_bytes()), dtype=torch.uint8
    )

    assert torch.equal((pixels * 255).round().byte().flatten(), raw[16 : 16 + 100 * 784])
    assert torch.allclose(train.dataset[7][0][0] * 255, train.dataset.images[7].float())
    from torchvision.datasets import FashionMNIST

    theirs = FashionMNIST(str(real.parent.parent), train=False)
    assert torch.equal(labels, theirs.targets[:100])


def test_the_training_images_are_shuffled_by_torchs_generator(kind: str) -> None:
    train, test = data.fashion_mnist(500, size=500)
    torch.manual_seed(4)
    first = next(iter(train))[1]
    second = next(iter(train))[1]
    torch.manual_seed(4)
    again = next(iter(train))[1]

    assert torch.equal(first, again)
    assert not torch.equal(first, second)
    assert torch.equal(next(iter(test))[1], next(iter(test))[1])
    assert torch.equal(next(iter(test))[1], test.dataset.labels)


def test_a_learner_can_look_into_the_data_set(kind: str) -> None:
    train, _ = data.fashion_mnist(32, size=500)
    inside = train.dataset
    image, label = inside[3]

    assert (image.shape, type(label)) == ((1, 28, 28), int)
    assert inside.images.shape == (500, 28, 28)
    assert inside.images.dtype == torch.uint8
    assert inside.classes[label] in registry.find("fashion_mnist").classes
    assert repr(inside) == f"<500 {kind} images of 28 x 28 pixels, in 10 classes>"
    assert len([*inside]) == 500, "it ends"
    with pytest.raises(IndexError):
        inside[500]


def test_their_own_loaders_work_on_it(kind: str) -> None:
    train, _ = data.fashion_mnist(32, size=500)
    wanted = next(iter(DataLoader(train.dataset, 10, collate_fn=train.collate_fn)))
    part = Subset(train.dataset, range(20))

    for loader in (
        DataLoader(train.dataset, 10),
        DataLoader(part, 10),
        DataLoader(part, 10, collate_fn=train.collate_fn),
        DataLoader(pickle.loads(pickle.dumps(train.dataset)), 10),  # as workers get it
    ):
        found = next(iter(loader))
        assert torch.equal(found[0], wanted[0])
        assert torch.equal(found[1], wanted[1])
    batch = train.dataset.__getitems__([5, 6, 7])
    assert (len(batch), len(batch[1:])) == (3, 2)
    assert torch.equal(batch[1][0], train.dataset[6][0])


def test_resizing(kind: str, sink: Heard) -> None:
    train, _ = data.fashion_mnist(16, resize=96, size=500)
    pixels, _ = next(iter(train))
    small = data.fashion_mnist(16, resize=14, size=500)[0].dataset

    assert pixels.shape == (16, 1, 96, 96)
    assert 0 <= pixels.min() < pixels.max() <= 1
    assert train.dataset[0][0].shape == (1, 96, 96)
    assert sink.used[0].detail.endswith("test images of 96 x 96 pixels")
    # against what torchvision makes of the same images, the two ways
    assert vision.import_torchvision() == ""
    from torchvision.transforms import functional as theirs

    for inside, side in ((train.dataset, 96), (small, 14)):
        whole = inside.images[:20, None].float() / 255
        wanted = theirs.resize(whole, [side, side], antialias=True)
        assert torch.allclose(inside.batch(range(20))[0], wanted, atol=1e-5)


def test_labels_have_names() -> None:
    classes = tuple(registry.find("fashion_mnist").classes)

    assert fashion.CLASSES == data.FASHION_CLASSES == classes
    assert data.labels(torch.tensor([0, 9])) == ["t-shirt", "ankle boot"]
    assert data.labels([6]) == ["shirt"]
    assert data.labels(torch.tensor(8)) == data.labels(8) == ["bag"]
    for wrong in (10, -1, 2.5):
        with pytest.raises(ValueError, match=f"from 0 to 9, not {wrong}"):
            data.labels([1, wrong])


def test_names_go_into_pictures() -> None:
    pixels, labels = next(iter(data.fashion_mnist(6, size=300)[1]))
    shown, _ = images.pictures(pixels, data.labels(labels), 0, 1)

    assert [each.label for each in shown] == data.labels(labels)
    assert (shown[0].width, shown[0].height) == (28, 28)


# --- how many --------------------------------------------------------------------------------


def test_how_many_suit_a_device() -> None:
    on = fashion.suitable

    assert on("cpu", 28, "real") == on("cpu", 28, "synthetic") == on("", 28, "real") == 4096
    assert on("cuda:0", 28, "real") == 60_000, "all there are"
    assert on("cpu", 14, "real") == on("cpu", 28, "real")
    assert on("cpu", 28, "real") > on("cpu", 56, "real") > on("cpu", 224, "real") >= 256
    assert on("cuda:1", 28, "synthetic") < on("mps", 28, "real") < on("cuda:1", 28, "real")


def test_the_device_decides_unless_a_size_is_asked_for(
    sink: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_DEVICE", "cpu")
    by_default, tests = data.fashion_mnist(256)
    asked, fewer = data.fashion_mnist(256, size=123)

    assert (len(by_default.dataset), len(tests.dataset)) == (4096, 819)  # type: ignore[arg-type]
    assert (len(asked.dataset), len(fewer.dataset)) == (123, 500)  # type: ignore[arg-type]
    assert [each.detail for each in sink.used] == [
        "4096 training and 819 test images",
        "123 training and 500 test images",
    ]
    assert torch.equal(by_default.dataset.images[:123], asked.dataset.images)


def test_no_more_than_there_are(real: Path, sink: Heard) -> None:
    data.fashion_mnist(256, size=60_000)

    assert [each.detail for each in sink.used] == ["3443 training and 1000 test images"]


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: data.fashion_mnist(0), ValueError, "batch_size has to be at least 1"),
        (lambda: data.fashion_mnist(2.5), TypeError, "batch_size has to be a whole number"),
        (lambda: data.fashion_mnist(8, resize=0), ValueError, "resize has to be from 1 to 512"),
        (lambda: data.fashion_mnist(8, resize=(96, 96)), TypeError, "resize has to be a whole"),
        (lambda: data.fashion_mnist(8, size=0), ValueError, "size has to be from 1 to 60000"),
        (lambda: data.fashion_mnist(8, size=70_000), ValueError, "size has to be from 1 to 60000"),
    ],
)
def test_what_cannot_be_given_is_said(
    call: Callable[[], object], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        call()


# --- which, and what may be wrong with it ------------------------------------------------------


def test_the_learner_is_asked_where_that_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "may_ask", True)
    with pytest.raises(hook.DataNeeded) as raised:
        data.fashion_mnist(8)
    assert raised.value.name == "fashion_mnist"
    shelf.choose("fashion_mnist", "synthetic")
    assert data.fashion_mnist(8, size=300)[0].dataset.kind == "synthetic"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def page(path: Path) -> None:
    path.write_bytes(b"<html>log in</html>")


HARMS: tuple[tuple[str, Callable[[Path], None], str], ...] = (
    ("train-images-idx3-ubyte", cut, "torchvision can't read it"),
    ("train-images-idx3-ubyte", page, "torchvision can't read it"),
    ("t10k-labels-idx1-ubyte", cut, "torchvision can't read it"),
    (
        "train-labels-idx1-ubyte",
        lambda path: real_data.write_idx(path, torch.full((3443,), 10).numpy()),
        "labels",
    ),
    ("train-labels-idx1-ubyte", lambda path: path.write_bytes(b""), "torchvision can't read it"),
    (
        "t10k-images-idx3-ubyte",
        lambda path: real_data.write_idx(path, torch.zeros(1000, 27, 28).numpy()),
        "shape",
    ),
)


@pytest.mark.parametrize(("name", "harm", "fault"), HARMS)
def test_a_damaged_file_is_refused(
    name: str, harm: Callable[[Path], None], fault: str, real: Path, sink: Heard
) -> None:
    harm(real / name)

    with pytest.raises(data.DamagedData) as raised:
        data.fashion_mnist(8)

    words = str(raised.value)
    assert fault in words
    assert str(real / name) in words
    assert "`tutor data get fashion_mnist`" in words
    assert sink.used == []


def test_packed_files_alone_are_not_enough(real: Path) -> None:
    unpacked = real / "t10k-labels-idx1-ubyte"
    unpacked.rename(unpacked.with_suffix(".gz"))

    with pytest.raises(data.DamagedData, match="t10k-labels-idx1-ubyte can't be used: it isn't"):
        data.fashion_mnist(8)


# --- training, and how long it takes -----------------------------------------------------------


def accuracy(net: nn.Module, loader: DataLoader[object]) -> float:
    right = [(net(X).argmax(dim=1) == y).float() for X, y in loader]  # type: ignore[misc]
    return float(torch.cat(right).mean())


def test_a_small_net_learns_it(kind: str) -> None:
    torch.manual_seed(0)
    train, test = data.fashion_mnist(32, size=2000)
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    before = accuracy(net, test)
    for _ in range(2):
        for pixels, labels in train:
            loss = nn.functional.cross_entropy(net(pixels), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    assert before < 0.3
    assert 0.6 < accuracy(net, test) < 0.97


def test_batches_are_made_at_once() -> None:
    """A ratio in one run, so that it holds on any machine; measured: ten times as fast."""
    train, _ = data.fashion_mnist(256, size=2000)
    inside = train.dataset
    slowly = DataLoader(
        [*range(2000)],  # type: ignore[arg-type]
        256,
        collate_fn=lambda rows: default_collate([inside[row] for row in rows]),
    )
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # threads that wait for one another would measure other tests
    try:
        ours, theirs = (min(seconds(each) for _ in range(5)) for each in (train, slowly))
    finally:
        torch.set_num_threads(threads)

    assert 3 * ours < theirs


def seconds(loader: DataLoader[object]) -> float:
    began = time.perf_counter()
    for _ in loader:
        pass
    return time.perf_counter() - began


def test_the_first_training_waits_less_than_two_seconds() -> None:
    """Where nothing was there before, but torch: the host has that."""
    code = """if True:
        import time, torch
        times = [time.process_time()]
        from tutor.kit import data
        data.airfoil()
        times.append(time.process_time())
        next(iter(data.fashion_mnist(256)[0]))
        times.append(time.process_time())
        print(times[1] - times[0], times[2] - times[1])
    """
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    airfoil, fashion_mnist = map(float, ran.stdout.split())
    assert airfoil < 1
    assert fashion_mnist < 2
    assert [line.partition(":")[0] for line in ran.stderr.splitlines()] == [
        "Airfoil self-noise",
        "Fashion-MNIST",
    ]
