"""`stat`: random numbers judged without luck.

Of right answers at most 1e-8 fail a demand, by the bounds of `chances`; one exercise may make
dozens. That holds if the numbers are independent: those of one mask are, two views of it aren't.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from tutor.grading import chances
from tutor.grading.demands import as_tensor, fail
from tutor.grading.explaining import short

Numbers = np.ndarray[Any, np.dtype[np.float64]]

FEWEST = 1000  # numbers whose mean is taken to be normal, whatever they are
_ENDS = chances.ALLOWED / 10  # of a uniform's chance, for each end; the rest is for its shape
_SLACK = 1e-6  # of the largest magnitude: float32 rounds beyond an end


class _Stat:
    """Random numbers judged without luck."""

    def __call__(
        self,
        samples: Any,
        mean: float,
        std: float,
        message: str,
        *,
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        """The case fails unless the samples' mean is as near to `mean` as chance lets it be.

        `samples`: independent numbers of standard deviation `std`. With `low` and `high`, between
        which they all lie, the claim is Bernstein's and Hoeffding's and needs nothing else.
        Otherwise their mean has to be within 5.73 standard errors, which is exact for normal
        numbers, and for others near enough from 1000 on. ValueError for fewer.
        """
        numbers = _numbers(samples, message, f"numbers of mean {mean:g}")
        n = len(numbers)
        if low is None or high is None:
            _enough(n, std)
            far = chances.mean_of_normal(n, std)
        else:
            _inside(numbers, low, high, message)
            reach = max(high - mean, mean - low)
            far = chances.mean_of_bounded(n, std**2, reach, high - low)
        _within(float(numbers.mean()), mean, far, message, f"the mean of {n:,} numbers")

    def std(
        self,
        samples: Any,
        mean: float,
        std: float,
        message: str,
        *,
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        """The case fails unless the samples spread by `std` around `mean`, as far as chance lets.

        `samples`: independent numbers, either normal or between `low` and `high`. What is judged
        is √(Σ (x - mean)² / n): Laurent and Massart's bound for a chi-square, or Bernstein's for
        squares that lie between 0 and the largest there can be.
        """
        numbers = _numbers(samples, message, f"numbers of standard deviation {std:g}")
        n, square = len(numbers), float(np.square(numbers - mean).mean())
        if low is None or high is None:
            least, most = (std**2 * share for share in chances.square_of_normal(n))
        else:
            _inside(numbers, low, high, message)
            widest = max(high - mean, mean - low) ** 2
            # The variance of the squares: they lie in [0, widest] and have the mean std².
            variance = max(std**2 * (widest - std**2), 0.0)
            far = chances.mean_of_bounded(n, variance, widest, widest)
            least, most = std**2 - far, std**2 + far
        # Written so that NaN fails, and so that without chance it has to be exact.
        if not least * (1 - 1e-12) - 1e-12 <= square <= most * (1 + 1e-12) + 1e-12:
            least, most = math.sqrt(max(least, 0.0)), math.sqrt(most)
            what = f"the standard deviation of {n:,} numbers"
            chance = f"{std:.6g}; chance leaves it between {least:.4g} and {most:.4g}"
            fail(message, what, chance, f"{math.sqrt(square):.6g}")

    def fraction(self, count: Any, total: int, p: float, message: str) -> None:
        """The case fails if it isn't credible that `count` of `total` tries came true.

        The tries are independent and come true with chance `p`. Exact: by the binomial tail.
        """
        if not 0 <= p <= 1 or total < 1:
            raise ValueError(f"stat.fraction: {total} tries of chance {p} can't be made")
        got = float(count)
        if not (math.isfinite(got) and chances.tries(round(got), total, p)):
            expected, found = _percents(p, got / total)
            fail(message, f"the share of {total:,}", expected, found)

    def uniform(self, samples: Any, low: float, high: float, message: str) -> None:
        """The case fails unless the samples look uniform from `low` to `high`.

        All lie between, come near to both ends (n numbers leave a share s of an end free with a
        chance of (1 - s)^n), and are spread evenly, by the inequality of Dvoretzky, Kiefer and
        Wolfowitz: with 100,000 numbers no share of them is off by 1 %. ValueError for fewer
        than 100.
        """
        numbers = _numbers(samples, message, f"numbers from {low:g} to {high:g}")
        _inside(numbers, low, high, message)
        far = chances.distribution(_many(len(numbers)), chances.ALLOWED - 2 * _ENDS)
        _alike(numbers, lambda x: np.clip((x - low) / (high - low), 0, 1), far, message)
        free = chances.gap(len(numbers), _ENDS) * (high - low) + _slack(low, high)
        least, most = float(numbers.min()), float(numbers.max())
        if least > low + free or most < high - free:
            what = f"{len(numbers):,} numbers"
            fail(message, what, f"from {low:g} to {high:g}", f"from {least:.6g} to {most:.6g}")

    def distribution(
        self, samples: Any, cdf: Callable[[torch.Tensor], torch.Tensor], message: str
    ) -> None:
        """The case fails unless the samples look like those of another distribution.

        `cdf`: takes a tensor of numbers, shape (n,), float64, and returns for each the share that
        is at most as large; it may have steps. By the inequality of Dvoretzky, Kiefer and
        Wolfowitz, which holds for every distribution. ValueError for fewer than 100 samples.
        """
        numbers = _numbers(samples, message, "numbers")

        def shares(x: Numbers) -> Numbers:
            return np.asarray(cdf(torch.from_numpy(x)), dtype=np.float64)

        _alike(numbers, shares, chances.distribution(_many(len(numbers))), message)

    def independent(self, a: Any, b: Any, message: str, *, p: float = 0.5) -> None:
        """The case fails if two sequences of coins agree more, or less, often than chance lets.

        `a`, `b`: numbers, of which those above 0 count as heads; each is heads with chance `p`,
        independently of the others. Exact: by the binomial tail of how many agree. ValueError
        where that can't tell: `p` is 0 or 1, or there are fewer than 100.
        """
        if not 0 < p < 1:
            raise ValueError(f"stat.independent: coins of chance {p} can't differ")
        one, other = (_numbers(each, message, "numbers") > 0 for each in (a, b))
        if len(one) != len(other):
            fail(message, "", f"{len(one):,} numbers", f"{len(other):,} numbers")
        n, agree = _many(len(one)), int((one == other).sum())
        wanted = p**2 + (1 - p) ** 2
        if not chances.tries(agree, n, wanted):
            expected, found = _percents(wanted, agree / n)
            fail(message, f"of {n:,} pairs", f"{expected} alike", f"{found} alike")


stat = _Stat()


def _numbers(samples: Any, message: str, expected: str) -> Numbers:
    """The samples in one row; the case fails if they are none."""
    tensor = as_tensor(samples)
    if tensor is None or not tensor.numel():
        fail(message, "", expected, short(samples))
    if tensor.is_complex():
        fail(message, "", expected, "complex numbers")
    # numpy's sums and sorts take one thread: torch's wait for one another when others compute.
    if tensor.dtype == torch.bfloat16:  # numpy has none
        tensor = tensor.float()
    numbers: Numbers = tensor.numpy().astype(np.float64).reshape(-1)
    if not np.isfinite(numbers).all():
        fail(message, "", expected, "numbers that aren't finite among them")
    return numbers


def _enough(n: int, std: float) -> None:
    if std > 0 and n < FEWEST:
        raise ValueError(
            f"stat: the mean of {n} numbers isn't sure to be normal; take {FEWEST:,}, or say "
            "between which low= and high= they lie"
        )


def _many(n: int) -> int:
    if n < 100:
        raise ValueError(f"stat: chance can do anything with {n} numbers; take 100 or more")
    return n


def _slack(low: float, high: float) -> float:
    return _SLACK * max(abs(low), abs(high))


def _inside(numbers: Numbers, low: float, high: float, message: str) -> None:
    slack = _slack(low, high)
    for extreme in (float(numbers.min()), float(numbers.max())):
        if not low - slack <= extreme <= high + slack:
            what = f"one of {len(numbers):,} numbers"
            fail(message, what, f"from {low:g} to {high:g}", f"{extreme:.6g}")


def _within(got: float, wanted: float, far: float, message: str, what: str) -> None:
    # Written so that NaN fails, and so that without chance it has to be exact.
    if not abs(got - wanted) <= far + 1e-12:
        expected = f"{wanted:.6g}" + (f", give or take {far:.2g}" if far else "")
        fail(message, what, expected, f"{got:.6g}")


def _alike(numbers: Numbers, cdf: Callable[[Numbers], Numbers], far: float, message: str) -> None:
    """Compare the share of numbers up to each of them, and below each, with what it should be."""
    n, x = len(numbers), np.sort(numbers)
    slack = _slack(float(x[0]), float(x[-1]))  # steps of the cdf may be a rounding away
    less, upto = _ranks(x)
    above = upto / n - cdf(x + slack)
    below = cdf(x - slack) - less / n
    most = int(above.argmax()), int(below.argmax())  # the first NaN, if there is one
    if above[most[0]] <= far and below[most[1]] <= far:
        return
    if below[most[1]] > above[most[0]]:
        at, where = most[1], "below"
        shares = below[at] + less[at] / n, less[at] / n
    else:
        at, where = most[0], "at most"
        shares = upto[at] / n - above[at], upto[at] / n
    expected, found = _percents(*map(float, shares))
    limit = f"{where} {x[at]:.4g}"
    fail(message, f"of {n:,} numbers", f"{expected} {limit}", f"{found} {limit}")


def _ranks(x: Numbers) -> tuple[Numbers, Numbers]:
    """Of sorted numbers, for each: how many are less, and how many are at most as large."""
    places = np.arange(len(x), dtype=np.float64)
    new = np.concatenate(([True], x[1:] != x[:-1]))
    last = np.concatenate((new[1:], [True]))
    less = np.maximum.accumulate(np.where(new, places, 0))
    upto = np.minimum.accumulate(np.where(last, places + 1, len(x))[::-1])[::-1]
    return less, upto


def _percents(*shares: float) -> tuple[str, ...]:
    """Shares as percents, with as many digits as it takes to tell them apart."""
    for digits in (3, 4, 5, 6):
        told = tuple(f"{100 * share:.{digits}g} %" for share in shares)
        if len(set(told)) == len(set(shares)):
            break
    return told
