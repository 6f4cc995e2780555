"""The measured airfoil set: read as books read it, trained on as they train, and never damaged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import real_data
import torch
from data_sinks import Heard
from torch import Tensor

from tutor.datasets import shelf
from tutor.kit import data, hook

FLOOR = 0.241688  # half the mean squared error of the best plane (float64, ../shared/data.md)
WEIGHTS = [-0.58317834, -0.36551184, -0.48433444, 0.2238652, -0.27133009, 0.00196379]


@pytest.fixture
def file(shared_data: Path, own_home: Path) -> Path:
    """The measured set, laid where the loader looks."""
    return real_data.lay_airfoil(shared_data, own_home / "data")


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Heard:
    sink = Heard()
    monkeypatch.setattr(hook, "sink", sink)
    return sink


# --- what one gets ---------------------------------------------------------------------------


def test_it_is_standardized_over_all_rows_and_cut(file: Path) -> None:
    features, labels = data.airfoil()

    assert (features.shape, labels.shape) == ((1500, 5), (1500,))
    assert features.dtype == labels.dtype == torch.float32
    table = np.array([line.split("\t") for line in file.read_text().splitlines()], float)
    wanted = ((table - table.mean(axis=0)) / table.std(axis=0))[:1500]
    assert np.abs(features.numpy() - wanted[:, :5]).max() < 1e-6
    assert np.abs(labels.numpy() - wanted[:, 5]).max() < 1e-6


def test_the_best_plane_is_the_published_one(file: Path) -> None:
    features, labels = (part.double() for part in data.airfoil())
    rows = torch.cat([features, torch.ones(1500, 1, dtype=torch.float64)], dim=1)
    w = torch.linalg.lstsq(rows, labels[:, None]).solution[:, 0]

    assert w.tolist() == pytest.approx(WEIGHTS, abs=1e-6)
    assert float(((rows @ w - labels) ** 2).mean()) / 2 == pytest.approx(FLOOR, abs=1e-6)


def test_both_line_ends_give_the_same(file: Path, shared_data: Path, own_home: Path) -> None:
    plain = data.airfoil()
    real_data.lay_airfoil(shared_data, own_home / "data", b"\r\n")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()

    assert digest.startswith("74c75fd7")
    assert all(map(torch.equal, plain, data.airfoil()))


def test_it_says_which_it_is(file: Path, sink: Heard) -> None:
    data.airfoil()
    shelf.choose("airfoil", "synthetic")
    data.airfoil()

    assert [(each.kind, each.detail) for each in sink.used] == [
        ("real", "1500 rows"),
        ("synthetic", "1500 rows"),
    ]


def test_where_it_is_missing_the_learner_is_asked_or_it_is_made_up(
    sink: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "may_ask", True)
    with pytest.raises(hook.DataNeeded):
        data.airfoil()
    assert sink.used == []
    monkeypatch.setattr(hook, "may_ask", False)
    data.airfoil()
    assert [each.kind for each in sink.used] == ["synthetic"]


# --- a damaged file --------------------------------------------------------------------------

Harm = Callable[[list[bytes]], list[bytes]]
HARMS: dict[str, tuple[Harm, str]] = {
    "cut": (lambda rows: rows[:700], "it has 700 rows instead of 1503"),
    "empty": (lambda rows: [], "it has 0 rows instead of 1503"),
    "torn": (
        lambda rows: [*rows[:699], b"\t".join(rows[699].split(b"\t")[:4]) + b"\n"],
        "row 700 is not 6 columns wide but 4",
    ),
    "a page": (
        lambda rows: [b"<html>\n", b"<body>log in</body>\n"],
        "row 1 is not 6 columns wide but 1",
    ),
    "words": (lambda rows: [b"800\t0\to.3048\t71\t1\t2\n", *rows[1:]], "could not convert"),
    "a digit": (lambda rows: [rows[0].replace(b"8", b"9", 1), *rows[1:]], "its bytes are not"),
    "a missing end": (lambda rows: [*rows[:-1], rows[-1].rstrip()], "its bytes are not"),
}


@pytest.mark.parametrize("name", HARMS)
def test_a_damaged_file_is_refused(name: str, file: Path, sink: Heard) -> None:
    harm, fault = HARMS[name]
    file.write_bytes(b"".join(harm(file.read_bytes().splitlines(keepends=True))))

    with pytest.raises(data.DamagedData) as raised:
        data.airfoil()

    words = str(raised.value)
    assert fault in words
    assert str(file) in words
    assert "`tutor data get airfoil`" in words
    assert sink.used == [], "nothing was said to be used"


def test_a_file_that_cannot_be_read_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)  # the tests may run as root, who reads all
    with pytest.raises(data.DamagedData, match=r"self_noise\.dat can't be used: it can't be read"):
        data.airfoil()


# --- training, as the sources train ------------------------------------------------------------

Step = Callable[[Tensor, Tensor, dict[str, Tensor], int], Tensor]
EPS = 1e-6


def momentum(lr: float, gamma: float = 0.0) -> Step:
    def step(w: Tensor, g: Tensor, kept: dict[str, Tensor], _t: int) -> Tensor:
        kept["v"] = gamma * kept.get("v", torch.zeros_like(w)) + lr * g
        return w - kept["v"]

    return step


def adagrad(lr: float) -> Step:
    def step(w: Tensor, g: Tensor, kept: dict[str, Tensor], _t: int) -> Tensor:
        kept["s"] = kept.get("s", torch.zeros_like(w)) + g**2
        return w - lr * g / (kept["s"] + EPS).sqrt()

    return step


def rmsprop(lr: float, gamma: float) -> Step:
    def step(w: Tensor, g: Tensor, kept: dict[str, Tensor], _t: int) -> Tensor:
        kept["s"] = gamma * kept.get("s", torch.zeros_like(w)) + (1 - gamma) * g**2
        return w - lr * g / (kept["s"] + EPS).sqrt()

    return step


def adadelta(rho: float) -> Step:
    def step(w: Tensor, g: Tensor, kept: dict[str, Tensor], _t: int) -> Tensor:
        zero = torch.zeros_like(w)
        kept["s"] = rho * kept.get("s", zero) + (1 - rho) * g**2
        move = ((kept.get("d", zero) + 1e-5) / (kept["s"] + 1e-5)).sqrt() * g
        kept["d"] = rho * kept.get("d", zero) + (1 - rho) * move**2
        return w - move

    return step


def adam(lr: float) -> Step:
    def step(w: Tensor, g: Tensor, kept: dict[str, Tensor], t: int) -> Tensor:
        kept["v"] = 0.9 * kept.get("v", torch.zeros_like(w)) + 0.1 * g
        kept["s"] = 0.999 * kept.get("s", torch.zeros_like(w)) + 0.001 * g**2
        v, s = kept["v"] / (1 - 0.9**t), kept["s"] / (1 - 0.999**t)
        return w - lr * v / (s.sqrt() + EPS)

    return step


# A step, rows a batch, epochs; mean and deviation of the loss at the end over many seeds, and the
# loss that was published (../shared/data.md, section 1).
RUNS: dict[str, tuple[Step, int, int, float, float, float | None]] = {
    "gradient descent": (momentum(1.0), 1500, 6, 0.245357, 0.001672, 0.243605),
    "minibatches of ten": (momentum(0.05), 10, 2, 0.244789, 0.002698, 0.249632),
    "momentum 0.02 0.5": (momentum(0.02, 0.5), 10, 2, 0.243895, 0.001643, 0.245518),
    "momentum 0.02 0.9": (momentum(0.02, 0.9), 10, 2, 0.257470, 0.008123, 0.252046),
    "momentum 0.004 0.9": (momentum(0.004, 0.9), 10, 2, 0.243786, 0.001506, 0.242905),
    "adagrad": (adagrad(0.1), 10, 2, 0.242782, 0.000768, 0.242227),
    "rmsprop": (rmsprop(0.01, 0.9), 10, 2, 0.244086, 0.001839, None),
    "adadelta": (adadelta(0.9), 10, 2, 0.243504, 0.001180, 0.243728),
    "adam": (adam(0.01), 10, 2, 0.243694, 0.001392, None),
}
SEEDS = 20


def trained(step: Step, batch: int, epochs: int) -> Tensor:
    """The losses at the end of trainings from as many seeds, all at once: (SEEDS,)."""
    chance = torch.Generator().manual_seed(7)
    features, labels = (part.double() for part in data.airfoil())
    rows = torch.cat([features, torch.ones(1500, 1, dtype=torch.float64)], dim=1)
    w = torch.zeros(SEEDS, 6, dtype=torch.float64)
    w[:, :5] = 0.01 * torch.randn(SEEDS, 5, generator=chance)
    kept: dict[str, Tensor] = {}
    t = 0
    for _ in range(epochs):
        orders = torch.rand(SEEDS, 1500, generator=chance).argsort(dim=1)
        for at in range(0, 1500, batch):
            some = orders[:, at : at + batch]  # (SEEDS, batch)
            error = torch.einsum("rbd,rd->rb", rows[some], w) - labels[some]
            t += 1
            w = step(w, torch.einsum("rbd,rb->rd", rows[some], error) / batch, kept, t)
    losses: Tensor = ((rows @ w.T - labels[:, None]) ** 2).mean(dim=0) / 2
    return losses


@pytest.mark.parametrize("name", RUNS)
def test_training_ends_where_the_sources_do(name: str, file: Path) -> None:
    step, batch, epochs, mean, deviation, published = RUNS[name]
    losses = trained(step, batch, epochs)

    assert file.is_file()
    assert losses.min() >= FLOOR - 1e-6
    assert losses.max() <= mean + 5 * deviation
    assert abs(float(losses.mean()) - mean) < 4 * deviation / SEEDS**0.5
    if published is not None:
        assert losses.min() - deviation < published < losses.max() + deviation
