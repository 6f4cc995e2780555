"""What networks make of the synthetic garments: better ones do better, and tops look alike.

Batches of 256, a whole number of them: a last batch of a few images would take as large a step as
the others, in a direction of its own, just before the accuracy is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest
import torch
from torch import Tensor, nn

from tutor.kit import garments

BATCH = 256
TRAIN, TEST = 40 * BATCH, 2000
TOPS = [0, 2, 4, 6]  # t-shirt, pullover, coat, shirt
SHIRT = 6
EPOCHS, MARGIN = 8, 0.02


@pytest.fixture(autouse=True)
def one_core() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@cache
def sets() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Images (n, 1, 28, 28) and labels (n,), to train with and to test with."""
    train, test = garments.draw(TRAIN, garments.SEEDS[0]), garments.draw(TEST, garments.SEEDS[1])
    x, y, tx, ty = (torch.from_numpy(array) for array in (*train, *test))
    return x[:, None] / 255, y.long(), tx[:, None] / 255, ty.long()


def small(net: nn.Sequential) -> nn.Sequential:
    """Weights as the books draw them: normal, 0.01; no bias."""
    for layer in net:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.zeros_(layer.bias)
    return net


def softmax() -> tuple[nn.Sequential, torch.optim.Optimizer]:
    net = small(nn.Sequential(nn.Flatten(), nn.Linear(784, 10)))
    return net, torch.optim.SGD(net.parameters(), 0.1)


def perceptron() -> tuple[nn.Sequential, torch.optim.Optimizer]:
    layers = nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10)
    net = small(nn.Sequential(*layers))
    return net, torch.optim.SGD(net.parameters(), 0.5)


def lenet() -> tuple[nn.Sequential, torch.optim.Optimizer]:
    """With rectifiers and Adam: with sigmoids it needs ten times the steps to begin to learn."""
    block = partial(nn.MaxPool2d, 2)
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), block(), nn.Conv2d(6, 16, 5), nn.ReLU(), block(),
        nn.Flatten(), nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
        nn.Linear(84, 10),
    )  # fmt: skip
    return net, torch.optim.Adam(net.parameters(), 0.003)


def trained(
    make: Callable[[], tuple[nn.Sequential, torch.optim.Optimizer]], seed: int, epochs: int
) -> tuple[float, Tensor]:
    """Test accuracy, the mean over the last three epochs, and (10, 10) counts of right and said."""
    torch.manual_seed(seed)
    net, optimizer = make()
    x, y, tx, ty = sets()
    said = []
    for _ in range(epochs):
        for some in torch.randperm(len(x)).reshape(-1, BATCH):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x[some]), y[some]).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        with torch.no_grad():
            said.append(net(tx).argmax(dim=1))
    right = torch.stack(said[-3:]) == ty
    counts = torch.zeros(100, dtype=torch.long)
    for one in said[-3:]:
        counts += torch.bincount(10 * ty + one, minlength=100)
    return float(right.float().mean()), counts.reshape(10, 10)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_better_networks_do_better_and_tops_are_confused(seed: int) -> None:
    results = [trained(make, seed, EPOCHS) for make in (softmax, perceptron, lenet)]
    linear, layered, convolved = (accuracy for accuracy, _ in results)
    found = f"softmax {linear:.3f}, perceptron {layered:.3f}, LeNet {convolved:.3f}"
    assert linear > 0.70, found
    assert linear + MARGIN < layered, found
    assert layered + MARGIN < convolved, found
    assert convolved < 0.97, found
    for (_, counts), least in zip(results, (0.35, 0.5, 0.5), strict=True):
        wrong = counts.clone().fill_diagonal_(0)
        # of all mistakes; were they evenly spread, it would be two fifteenths
        assert wrong[TOPS][:, TOPS].sum() > least * wrong.sum(), counts
        # shirts are taken for the other tops, and those for shirts, more than anything else
        mixed = wrong.sum(dim=0) + wrong.sum(dim=1)
        assert int(mixed.argmax()) == SHIRT, counts
