"""Cases for schedules: pure functions of the number of a step."""

import math

from tutor.grading import case, close, draw, require


def value(rate):
    """A rate, sure to be a plain number."""
    require(
        isinstance(rate, int | float) and not isinstance(rate, bool),
        f"A rate must be a plain number; this is a {type(rate).__name__}.",
    )
    return float(rate)


@case
def by_hand(mine):
    """The table of the statement"""
    for t, e, p, s in (
        (0, 1.0, 1.0, 1.0),
        (10, math.exp(-1), 0.5**0.5, 1.0),
        (30, math.exp(-3), 0.5, 0.5),
    ):
        close(value(mine.exponential_lr(t)), e, f"exponential_lr({t}) is exp(-0.1 · {t}).")
        close(value(mine.polynomial_lr(t)), p, f"polynomial_lr({t}) is 1 over a root.")
        close(value(mine.step_lr(t)), s, f"step_lr({t}) is {s}.")


@case(tolerance=1e-12)
def exponential(mine):
    """Exponential: from step to step, then wherever one asks"""
    for t in (0, 1, 2, 3, 4):
        mine.exponential_lr(t)
    for t in (100, 7, 1, 300):
        mine.exponential_lr(t)


@case(tolerance=1e-12)
def polynomial(mine):
    """Polynomial: from step to step, then wherever one asks"""
    for t in (0, 1, 2, 3, 4):
        mine.polynomial_lr(t)
    for t in (100, 7, 1, 300):
        mine.polynomial_lr(t)


@case(tolerance=1e-12)
def at_the_edges(mine):
    """Stepwise: on both sides of each drop"""
    for t in (0, 1, 9, 10, 11, 18, 19, 20, 21, 29, 30, 39, 40, 41, 59, 60, 61, 700, 20, 0):
        mine.step_lr(t)


@case
def asked_twice(mine):
    """Asked twice, the same answer: nothing is counted in secret"""
    for name in ("exponential_lr", "polynomial_lr", "step_lr"):
        lr = getattr(mine, name)
        rates = [value(lr(t)) for t in (3, 3, 25, 3)]
        require(
            rates[0] == rates[1] == rates[3],
            f"{name}(3) isn't always the same: it depends on how often it was called.",
        )


@case
def starts_at_one(mine):
    """At step 0 every factor is 1, and then it falls"""
    for name in ("exponential_lr", "polynomial_lr", "step_lr"):
        lr = getattr(mine, name)
        close(value(lr(0)), 1.0, f"{name}(0) must be 1.")
        require(value(lr(50)) < value(lr(5)), f"{name} doesn't fall.")


@case(tolerance=1e-12)
def other_numbers(mine):
    """With other decays, powers, factors"""
    for t in (0, 1, 5, 12):
        mine.exponential_lr(t, decay=0.03)
        mine.polynomial_lr(t, decay=0.5, power=1.0)
        mine.polynomial_lr(t, 2.0, 0.25)
        mine.step_lr(t, every=3, factor=0.1)
        mine.step_lr(t, 5, 0.9)
    decay, power, factor = draw.number(0.01, 1), draw.number(0.3, 2), draw.number(0.2, 0.9)
    for t in (1, 4, 9):
        mine.exponential_lr(t, decay)
        mine.polynomial_lr(t, decay, power)
        mine.step_lr(t, 2, factor)
