"""How far chance can carry random numbers: bounds that hold for every sample size.

Each function answers for a chance `ALLOWED`: of right answers, at most that share is beyond. With
dozens of demands in an exercise, fewer than one right answer in a million is refused. Sources:
Boucheron, Lugosi, Massart, Concentration Inequalities (2013), sections 2.4, 2.6 and 2.8; Massart,
The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality (1990).
"""

from __future__ import annotations

import math

ALLOWED = 1e-8
_LOG = math.log(2 / ALLOWED)  # of both sides together


def tries(count: int, total: int, p: float) -> bool:
    """Whether `count` of `total` independent tries of chance `p` is credible.

    Exact: the binomial tail on the side of `count`, itself included, holds more than half of
    ALLOWED. Of right answers at most ALLOWED are refused, both sides together.
    """
    if not 0 <= count <= total:
        return False
    if count > total * p:  # the upper tail of one is the lower tail of the other
        count, p = total - count, 1 - p
    if p <= 0 or p >= 1:
        return count == total * p
    term = _binomial(count, total, p)
    tail, odds = 0.0, (1 - p) / p
    for k in range(count, -1, -1):
        tail += term
        if tail > ALLOWED / 2:
            return True
        if term <= tail * 1e-18:  # what is left shrinks faster than a geometric series
            break
        term *= k * odds / (total - k + 1)
    return False


def _binomial(count: int, total: int, p: float) -> float:
    """The chance of exactly `count` of `total`, for 0 < p < 1."""
    ways = math.lgamma(total + 1) - math.lgamma(count + 1) - math.lgamma(total - count + 1)
    return math.exp(ways + count * math.log(p) + (total - count) * math.log1p(-p))


def mean_of_normal(n: int, std: float) -> float:
    """How far the mean of n normal numbers gets from what it should be: 5.73 standard errors."""
    return _NORMAL * std / math.sqrt(n)


def mean_of_bounded(n: int, variance: float, reach: float, width: float) -> float:
    """How far the mean of n numbers gets that lie in an interval of this width.

    `reach`: how far from their mean they can be. The better of Bernstein's inequality,
    P(|mean - m| >= t) <= 2 exp(-n t² / (2 variance + 2 reach t / 3)), and Hoeffding's,
    P(|mean - m| >= t) <= 2 exp(-2 n t² / width²).
    """
    linear = reach * _LOG / (3 * n)
    bernstein = linear + math.sqrt(linear**2 + 2 * variance * _LOG / n)
    return min(bernstein, width * math.sqrt(_LOG / (2 * n)))


def square_of_normal(n: int) -> tuple[float, float]:
    """From where to where the mean square of n standard normal numbers gets.

    Laurent and Massart: a chi-square of n degrees is below n - 2 √(n x), or above
    n + 2 √(n x) + 2 x, with chances of exp(-x) at most.
    """
    spread = 2 * math.sqrt(_LOG / n)
    return 1 - spread, 1 + spread + 2 * _LOG / n


def distribution(n: int, allowed: float = ALLOWED) -> float:
    """How far the empirical distribution of n numbers gets from theirs, anywhere.

    Dvoretzky, Kiefer, Wolfowitz, with Massart's constant: P(D > e) <= 2 exp(-2 n e²), for any
    distribution.
    """
    return math.sqrt(math.log(2 / allowed) / (2 * n))


def gap(n: int, allowed: float) -> float:
    """The share of an interval that n uniform numbers leave free at one end: (1 - gap)^n."""
    return -math.expm1(math.log(allowed) / n)


def _normal_quantile() -> float:
    low, high = 0.0, 40.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erfc(middle / math.sqrt(2)) > ALLOWED else (low, middle)
    return high


_NORMAL = _normal_quantile()
