"""`stat`: what is right passes whatever the dice, what is wrong fails at a sensible size."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import torch
from grading_support import play, provided

from tutor.engine.verdicts import Report
from tutor.grading import chances, stat
from tutor.grading.context import CaseFailed

N = 100_000


def judged(demand: Callable[[], None]) -> Report | None:
    """What is said of a demand that isn't met; None if it is."""
    try:
        demand()
    except CaseFailed as failed:
        return failed.report
    return None


def dice(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def uniform(n: int = N, seed: int = 0) -> torch.Tensor:
    return torch.rand(n, generator=dice(seed))


def normal(n: int = N, seed: int = 0) -> torch.Tensor:
    return torch.randn(n, generator=dice(seed))


# --- bounds: compared with the exact chances ------------------------------------------------------


def binomial(n: int, p: float) -> list[float]:
    return [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


@pytest.mark.parametrize(("n", "p"), [(40, 0.5), (60, 0.3), (100, 0.07), (25, 0.99), (3, 0.5)])
def test_tries_refuse_the_allowed_share_and_not_much_less(n: int, p: float) -> None:
    weights = binomial(n, p)
    credible = [chances.tries(k, n, p) for k in range(n + 1)]
    refused = math.fsum(w for w, right in zip(weights, credible, strict=True) if not right)
    assert refused <= chances.ALLOWED
    first, last = credible.index(True), n - credible[::-1].index(True)
    assert all(credible[first : last + 1])
    # no more is let pass than has to be: one further in, and it would be too much
    assert math.fsum(weights[: first + 1]) > chances.ALLOWED / 2
    assert math.fsum(weights[last:]) > chances.ALLOWED / 2


def test_tries_without_chance() -> None:
    assert [chances.tries(k, 10, 0) for k in (0, 1, 10)] == [True, False, False]
    assert [chances.tries(k, 10, 1) for k in (0, 9, 10)] == [False, False, True]
    assert not chances.tries(-1, 10, 0.5)
    assert not chances.tries(11, 10, 0.5)


def test_tries_of_a_million() -> None:
    assert chances.tries(300_000, 1_000_000, 0.3)
    assert chances.tries(302_500, 1_000_000, 0.3)
    assert not chances.tries(302_700, 1_000_000, 0.3)
    assert not chances.tries(0, 1_000_000, 0.3)


def test_mean_of_normal_numbers_is_exact() -> None:
    errors = chances.mean_of_normal(400, 2) / (2 / 20)
    assert math.erfc(errors / math.sqrt(2)) == pytest.approx(chances.ALLOWED, rel=1e-9)


@pytest.mark.parametrize(("n", "p"), [(30, 0.5), (200, 0.5), (200, 0.02), (1000, 0.9)])
def test_mean_of_bounded_numbers_by_the_exact_chances_of_coins(n: int, p: float) -> None:
    far = chances.mean_of_bounded(n, p * (1 - p), max(p, 1 - p), 1)
    refused = math.fsum(w for k, w in enumerate(binomial(n, p)) if abs(k / n - p) > far)
    assert refused <= chances.ALLOWED
    assert far < 12 * math.sqrt(p * (1 - p) / n) + 10 / n


def test_square_of_normal_numbers() -> None:
    # P(chi-square of 2 k degrees > x) = P(fewer than k events of Poisson(x / 2))
    k = 50
    least, most = (share * 2 * k / 2 for share in chances.square_of_normal(2 * k))
    above = math.fsum(math.exp(i * math.log(most) - most - math.lgamma(i + 1)) for i in range(k))
    below = math.fsum(
        math.exp(i * math.log(max(least, 1e-300)) - least - math.lgamma(i + 1))
        for i in range(k, 600)
    )
    assert above + below <= chances.ALLOWED
    assert chances.square_of_normal(N)[1] < 1.03


def test_distribution_and_gap() -> None:
    assert 2 * math.exp(-2 * 500 * chances.distribution(500) ** 2) == pytest.approx(1e-8)
    assert chances.distribution(N) < 0.01
    assert (1 - chances.gap(500, 1e-9)) ** 500 == pytest.approx(1e-9)


# --- right answers: simulated ---------------------------------------------------------------------


def test_hardly_ever_is_a_right_answer_refused() -> None:
    """With ALLOWED as large as 1 %, the same bounds refuse at most 1 % of 2000 right answers."""
    rng = np.random.default_rng(0)
    n, rounds, allowed = 200, 2000, 0.01
    x = np.sort(rng.random((rounds, n)), axis=1)
    steps = np.arange(1, n + 1) / n
    far = np.maximum(np.abs(steps - x), np.abs(steps - 1 / n - x)).max(axis=1)
    shape = int((far > chances.distribution(n, allowed)).sum())
    ends = int((x[:, 0] > chances.gap(n, allowed)).sum())
    # 20 are allowed; more than 45 come with a chance below 1e-6
    assert shape <= 45
    assert 3 <= ends <= 45  # this one is exact


@pytest.mark.parametrize("seed", range(20))
def test_right_answers_pass(seed: int) -> None:
    n = 2000
    x, z = uniform(n, seed) * 2 - 1, normal(n, seed)
    kept = uniform(n, seed + 100) >= 0.3
    stat(z, 0, 1, "no")
    stat(x, 0, 3**-0.5, "no", low=-1, high=1)
    stat.std(z * 0.01, 0, 0.01, "no")
    stat.std(x, 0, 3**-0.5, "no", low=-1, high=1)
    stat.uniform(x, -1, 1, "no")
    stat.uniform(x.double() * 0.25, -0.25, 0.25, "no")
    stat.distribution(z, torch.special.ndtr, "no")
    stat.distribution(kept / 0.7, lambda v: (v >= 0) * 0.3 + (v >= 1 / 0.7 - 1e-6) * 0.7, "no")
    stat.fraction(kept.sum(), n, 0.7, "no")
    stat.independent(kept, uniform(n, seed + 200) >= 0.3, "no", p=0.7)


# --- wrong answers: those of the oracles ----------------------------------------------------------


def dropout_is_right(dropout: Callable[[torch.Tensor, float], torch.Tensor]) -> None:
    """What a case may demand of dropout: of ones, with the chance 0.3."""
    n, p = 10_000, 0.3
    y = dropout(torch.ones(n // 10, 10), p)
    stat.fraction((y == 0).sum(), n, p, "zeros")
    stat(y, 1, math.sqrt(p / (1 - p)), "the mean", low=0, high=1 / (1 - p))
    column, other = (y[:, 0] != 0), (y[:, 1] != 0)
    stat.independent(column, other, "rows", p=1 - p)
    again = dropout(torch.ones(n // 10, 10), p)
    stat.independent(y != 0, again != 0, "again", p=1 - p)


FIXED = torch.rand(1000, 10, generator=dice(9))
DROPOUTS = {
    "no scale": lambda x, p: x * (torch.rand(x.shape) > p),
    "swapped": lambda x, p: x * (torch.rand(x.shape) < p) / (1 - p),
    "by p": lambda x, p: x * (torch.rand(x.shape) > p) / p,
    "a mask for each row": lambda x, p: x * (torch.rand(len(x), 1) > p) / (1 - p),
    "a fixed mask": lambda x, p: x * (p < FIXED) / (1 - p),
    "a fixed scale": lambda x, p: x * (torch.rand(x.shape) > p) * 2,
    "nothing": lambda x, p: x,
    "normal noise": lambda x, p: x + torch.randn(x.shape) * p,
}


@pytest.mark.parametrize("name", DROPOUTS)
def test_wrong_dropouts_are_refused(name: str) -> None:
    torch.manual_seed(3)
    assert judged(lambda: dropout_is_right(DROPOUTS[name])) is not None


def test_a_right_dropout_is_not() -> None:
    for seed in range(5):
        torch.manual_seed(seed)
        dropout_is_right(lambda x, p: x * (torch.rand(x.shape) > p) / (1 - p))
        dropout_is_right(torch.nn.functional.dropout)


BOUND = math.sqrt(6 / (300 + 400))
INITIALIZERS = {
    "the deviation as the bound": lambda: (uniform() * 2 - 1) * BOUND / math.sqrt(3),
    "normal": lambda: normal() * BOUND / math.sqrt(3),
    "from 0": lambda: uniform() * BOUND,
    "kaiming": lambda: (uniform() * 2 - 1) / math.sqrt(400),
    "fan_in only": lambda: (uniform() * 2 - 1) * math.sqrt(6 / 400),
    "off by 1 %": lambda: (uniform() * 2 - 1) * BOUND * 0.99,
    "off by 0.1 %": lambda: (uniform() * 2 - 1) * BOUND * 0.999,
    "constant": lambda: torch.full((N,), BOUND),
    "two values": lambda: (uniform() > 0.5) * 2 * BOUND - BOUND,
    "halves of the interval unevenly": lambda: (uniform() ** 1.05 * 2 - 1) * BOUND,
}


@pytest.mark.parametrize("name", INITIALIZERS)
def test_wrong_initializers_are_refused(name: str) -> None:
    report = judged(lambda: stat.uniform(INITIALIZERS[name](), -BOUND, BOUND, "Not uniform."))
    assert report is not None
    assert report.message == "Not uniform."


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: stat(normal() + 0.03, 0, 1, "no"),
        lambda: stat(uniform(), 0.51, 12**-0.5, "no", low=0, high=1),
        lambda: stat(uniform() + 0.1, 0.6, 12**-0.5, "no", low=0, high=1),
        lambda: stat.std(normal() * 1.02, 0, 1, "no"),
        lambda: stat.std(normal() * 0.98, 0, 1, "no"),
        lambda: stat.std(torch.zeros(N), 0, 1, "no"),
        lambda: stat.std(uniform() * 2 - 1, 0, 0.5, "no", low=-1, high=1),
        lambda: stat.std(normal() + 1, 0, 1, "no"),
        lambda: stat.distribution(normal() * 1.05, torch.special.ndtr, "no"),
        lambda: stat.distribution(torch.full((N,), 8.0), torch.special.ndtr, "no"),
        lambda: stat.distribution(torch.ones(N), lambda x: x.clamp(0, 1), "no"),
        lambda: stat.distribution(normal(), lambda x: x * math.nan, "no"),
        lambda: stat.independent(uniform() > 0.5, uniform() < 0.5, "no"),
        lambda: stat.independent([1, -1] * 100, [1, -1] * 99, "no"),
    ],
)
def test_other_wrong_ones(wrong: Callable[[], None]) -> None:
    assert judged(wrong) is not None


@pytest.mark.parametrize(
    "value",
    [None, [], "x", torch.zeros(0), torch.full((N,), math.nan), torch.full((N,), math.inf), 1j],
)
def test_what_is_no_sample(value: object) -> None:
    for demand in (
        lambda: stat(value, 0, 1, "no"),
        lambda: stat.std(value, 0, 1, "no"),
        lambda: stat.uniform(value, 0, 1, "no"),
        lambda: stat.distribution(value, torch.special.ndtr, "no"),
        lambda: stat.independent(value, value, "no"),
    ):
        report = judged(demand)
        assert report is not None
        assert report.message == "no"
    assert judged(lambda: stat.fraction(math.nan, 10, 0.5, "no")) is not None


def test_without_chance_it_has_to_be_exact() -> None:
    stat([1.0] * 4, 1, 0, "no")
    assert judged(lambda: stat([1.1] * 4, 1, 0, "no")) is not None
    stat.fraction(torch.tensor(0), 10, 0, "no")
    assert judged(lambda: stat.fraction(1, 10, 0, "no")) is not None


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: stat(torch.zeros(999), 0, 1, "no"), "take 1,000, or say between which"),
        (lambda: stat.uniform(torch.zeros(99) + 0.5, 0, 1, "no"), "take 100 or more"),
        (lambda: stat.independent([1] * 99, [1] * 99, "no"), "take 100 or more"),
        (lambda: stat.independent([1] * 200, [1] * 200, "no", p=1), "can't differ"),
        (lambda: stat.fraction(1, 2, 1.5, "no"), "can't be made"),
        (lambda: stat.fraction(1, 0, 0.5, "no"), "can't be made"),
    ],
)
def test_what_cannot_tell_is_an_error_of_the_case(wrong: Callable[[], None], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wrong()


# --- words ----------------------------------------------------------------------------------------


def test_a_fraction_in_words() -> None:
    report = judged(lambda: stat.fraction(49_900, N, 0.3, "So many should be zero."))
    assert report is not None
    assert report.kind == "required"
    assert report.message == "So many should be zero."
    assert report.place == "the share of 100,000"
    assert (report.expected, report.got) == ("30 %", "49.9 %")


def test_close_fractions_are_told_apart() -> None:
    report = judged(lambda: stat.fraction(50_004_000, 50_000_000 * 2, 0.5, "no"))
    assert report is None
    report = judged(lambda: stat.fraction(50_040_000, 50_000_000 * 2, 0.5, "no"))
    assert report is not None
    assert (report.expected, report.got) == ("50 %", "50.04 %")


def test_a_mean_in_words() -> None:
    report = judged(lambda: stat(torch.ones(10_000), 0, 1, "no"))
    assert report is not None
    assert report.place == "the mean of 10,000 numbers"
    assert (report.expected, report.got) == ("0, give or take 0.057", "1")


def test_a_distribution_in_words() -> None:
    report = judged(lambda: stat.uniform(torch.linspace(0, 0.5, 1000), 0, 1, "no"))
    assert report is not None
    assert report.place == "of 1,000 numbers"
    assert (report.expected, report.got) == ("50 % at most 0.5", "100 % at most 0.5")


def test_in_a_case() -> None:
    check = """
@case(random=True)
def fair(mine):
    "Fair coins"
    y = mine.f(10_000)
    stat.fraction((y > 0).sum(), 10_000, 0.5, "Half of them should be heads.")
"""
    asked = provided("n")
    head = "import torch\ndef f(n):\n    "
    assert play(f"{head}return (torch.rand(n) > 0.5) * 1\n", check, asked).only.failure is None
    failure = play(f"{head}return (torch.rand(n) > 0.6) * 1\n", check, asked).failure
    assert failure.message == "Half of them should be heads."


def test_more_numbers_see_more() -> None:
    sizes = (100, 1000, 10_000, N)
    for bound in (
        chances.distribution,
        lambda n: chances.mean_of_bounded(n, 1 / 12, 0.5, 1),
        lambda n: chances.square_of_normal(n)[1] - 1,
        lambda n: chances.gap(n, 1e-9),
    ):
        assert all(bound(few) > bound(many) for few, many in pairwise(sizes))
