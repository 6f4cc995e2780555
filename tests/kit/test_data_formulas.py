"""Data from a formula: the right shapes, the right answer in them, and the seed's doing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from data_sinks import Heard

from tutor.datasets import registry
from tutor.kit import data, formulas, hook

TRUE_W, TRUE_B = [2, -3.4], 4.2  # of the sources


def fitted(features: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Weights, and the bias behind them, of the best plane."""
    rows = torch.cat([features, torch.ones(len(features), 1)], dim=1).double()
    solved: torch.Tensor = torch.linalg.lstsq(rows, labels.double()[:, None]).solution[:, 0]
    return solved


def test_linear_data_hold_the_plane_and_the_noise() -> None:
    torch.manual_seed(0)
    features, labels = data.linear(TRUE_W, TRUE_B)

    assert (features.shape, labels.shape) == ((1000, 2), (1000,))
    assert features.dtype == labels.dtype == torch.float32
    assert fitted(features, labels).tolist() == pytest.approx([*TRUE_W, TRUE_B], abs=0.0013)
    rest = labels - (features @ torch.tensor(TRUE_W) + TRUE_B)
    assert float(rest.std()) == pytest.approx(0.01, rel=0.1)
    assert abs(float(rest.mean())) < 0.0013  # four standard errors
    assert features.mean(dim=0).abs().max() < 0.13
    assert features.std(dim=0).tolist() == pytest.approx([1, 1], abs=0.1)


def test_the_seed_decides() -> None:
    torch.manual_seed(5)
    first, cubic = data.linear(TRUE_W, TRUE_B, 20), data.polynomial(5, 5)
    torch.manual_seed(5)
    again, same = data.linear(TRUE_W, TRUE_B, 20), data.polynomial(5, 5)
    other = data.linear(TRUE_W, TRUE_B, 20)

    assert all(map(torch.equal, first, again))
    assert all(torch.equal(a, b) for one, two in zip(cubic, same, strict=True)
               for a, b in zip(one, two, strict=True))  # fmt: skip
    assert not torch.equal(first[0], other[0])


@pytest.mark.parametrize(
    ("w", "b"),
    [
        (torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor(3.0)),
        (np.array([1.0, 2.0]), np.float64(3)),
        ((1, 2), torch.tensor([3.0], requires_grad=True)),
    ],
)
def test_weights_may_come_as_tensors(w: Any, b: Any) -> None:
    features, labels = data.linear(w, b, n=np.int64(50), noise=0)

    assert not features.requires_grad
    assert not labels.requires_grad
    assert torch.allclose(labels, features @ torch.tensor([1.0, 2.0]) + 3, atol=1e-5)


def test_many_columns() -> None:
    features, labels = data.linear(0.01 * torch.ones(200), 0.05, 120)

    assert (features.shape, labels.shape) == ((120, 200), (120,))


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: data.linear([], 1), ValueError, r"w has to be a list of numbers.*\(0,\)"),
        (lambda: data.linear(2.0, 1), ValueError, r"w has to be a list of numbers"),
        (lambda: data.linear([[1.0], [2.0]], 1), ValueError, r"its shape is \(2, 1\)"),
        (lambda: data.linear("ab", 1), TypeError, r"one for each column, not 'ab'"),
        (lambda: data.linear([1], [1, 2]), TypeError, r"b has to be one number, not \[1, 2\]"),
        (lambda: data.linear([1], 1, 0), ValueError, r"n has to be at least 1, not 0\."),
        (lambda: data.linear([1], 1, 2.5), TypeError, r"n has to be a whole number, not 2\.5"),
        (lambda: data.linear([1], 1, noise=-1), ValueError, r"noise is a standard deviation"),
        (lambda: data.linear([1], 1, noise=float("nan")), ValueError, r"noise is a standard"),
        (lambda: data.polynomial(0), ValueError, r"n_train has to be at least 1"),
        (lambda: data.polynomial(1, -1), ValueError, r"n_test has to be at least 0"),
        (lambda: data.polynomial(powers=0), ValueError, r"powers has to be from 1 to 20, not 0"),
        (lambda: data.polynomial(powers=21), ValueError, r"powers has to be from 1 to 20"),
    ],
)
def test_what_makes_no_data_is_said(call: Any, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        call()


def test_the_cubic_of_the_sources() -> None:
    torch.manual_seed(0)
    (features, labels), (features_test, labels_test) = data.polynomial()

    assert (features.shape, labels.shape) == ((100, 3), (100,))
    assert (features_test.shape, labels_test.shape) == ((100, 3), (100,))
    assert features.dtype == labels.dtype == torch.float32
    assert fitted(features, labels).tolist() == pytest.approx([1.2, -3.4, 5.6, 5], abs=0.01)
    assert torch.allclose(features[:, 1], features[:, 0] ** 2)
    assert torch.allclose(features[:, 2], features[:, 0] ** 3)
    assert (*formulas.CUBIC, formulas.CUBIC_BIAS) == (1.2, -3.4, 5.6, 5)


def test_powers_change_neither_points_nor_labels() -> None:
    drawn = []
    for powers in (1, 3, 8):
        torch.manual_seed(3)
        drawn.append(data.polynomial(10, 4, powers=powers))

    for powers, ((features, labels), (test, _)) in zip((1, 3, 8), drawn, strict=True):
        assert (features.shape, test.shape) == ((10, powers), (4, powers))
        assert torch.equal(features[:, 0], drawn[0][0][0][:, 0])
        assert torch.equal(labels, drawn[0][0][1])


def test_too_few_powers_underfit_and_too_few_rows_overfit() -> None:
    def errors(n_train: int, powers: int) -> tuple[float, float]:
        torch.manual_seed(1)
        train, test = data.polynomial(n_train, 100, powers=powers)
        w = fitted(*train).float()
        train_loss, test_loss = (
            float(((each[0] @ w[:-1] + w[-1] - each[1]) ** 2).mean()) for each in (train, test)
        )
        return train_loss, test_loss

    right, under, over = errors(100, 3), errors(100, 1), errors(4, 3)
    assert max(right) < 0.001
    assert min(under) > 1
    assert over[0] < 1e-4 < 5 * over[0] + 1e-4 < over[1]


def test_they_are_in_the_registry_and_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can take them for measurements: the call itself holds the formula."""
    sink = Heard()
    monkeypatch.setattr(hook, "sink", sink)
    data.linear([1.0])
    data.polynomial(2, 2)

    assert sink.used == []
    assert {"linear", "polynomial"} <= {*registry.load()}
    assert not registry.find("linear").files
