"""Cases for best_rate. What it tries is written down, and rates are compared to 1 in 10 000."""

import math

import torch

from tutor.grading import case, close, draw, raises, require


def told(losses):
    """A run that gives these losses, one after the other; and the rates that it was told."""
    rates, left = [], list(losses)

    def run(rate):
        rates.append(float(rate))
        require(left, f"run was asked more than {len(losses)} times.")
        return left.pop(0)

    return run, rates


def pair(result):
    """A result that is a pair of floats."""
    require(isinstance(result, list | tuple), "A pair is asked for: (rate, loss).")
    require(len(result) == 2, "A pair is asked for: (rate, loss).")
    require(all(isinstance(n, int | float) for n in result), "Rate and loss must be numbers.")
    return result


def check(mine, losses, grid, which, high=None):
    """With these losses over this grid, the best is number `which`."""
    run, rates = told(losses)
    result = pair(mine.best_rate(run, grid[0], high or grid[-1], len(grid)))
    require(len(rates) == len(grid), f"run must be asked {len(grid)} times, not {len(rates)}.")
    rates, wanted = (torch.tensor(r, dtype=torch.float64).log10() for r in (rates, grid))
    close(rates, wanted, "These aren't the rates to try, in this order.", tolerance=1e-4)
    right = torch.tensor([grid[which], losses[which]], dtype=torch.float64)
    got = torch.tensor([float(n) for n in result], dtype=torch.float64)
    close(got, right, "Another rate is the best, or its loss is another.", tolerance=1e-4)


@case(tolerance=1e-4)
def of_the_statement(mine):
    """Five rates, the largest of which diverge"""
    nan, inf = math.nan, math.inf
    check(mine, [3.0, 2.0, 1.5, inf, nan], [0.001, 0.01, 0.1, 1.0, 10.0], 2)


@case(tolerance=1e-4)
def the_grid(mine):
    """Grids of other sizes: the ends are among them, and each is the same factor above the last"""
    check(mine, [9.0, 5.0, 4.0, 7.0], [0.05, 0.1, 0.2, 0.4], 2)
    check(mine, [2.0, 3.0], [1e-6, 1e3], 0)
    check(mine, [4.0, 3.0, 2.0], [2.0, 6.0, 18.0], 2)
    check(mine, [0.5], [0.3], 0, high=3.0)
    check(mine, [9.0, 8.0, 6.0, 5.0, 4.0], [0.01, 0.0316227766, 0.1, 0.316227766, 1.0], 4)


@case(tolerance=1e-4)
def bad_ones_anywhere(mine):
    """inf and nan at the beginning, in the middle and at the end"""
    nan, inf = math.nan, math.inf
    grid = [0.1, 0.2, 0.4, 0.8, 1.6]
    check(mine, [nan, 2.0, 1.0, 3.0, inf], grid, 2)
    check(mine, [5.0, nan, 4.0, inf, 3.0], grid, 4)
    check(mine, [inf, nan, 7.0, nan, 8.0], grid, 2)
    check(mine, [1.0, -inf, 0.5, 2.0, nan], grid, 2)


@case(tolerance=1e-4)
def not_smooth(mine):
    """A loss that rises and falls again, and one below zero"""
    grid = [0.01, 0.1, 1.0, 10.0]
    check(mine, [4.0, 6.0, 2.0, 3.0], grid, 2)
    check(mine, [-1.0, -4.0, 2.0, 0.0], grid, 1)


@case(tolerance=1e-4)
def huge(mine):
    """Large losses, some that hardly differ, and nothing but huge ones"""
    grid = [0.01, 0.1, 1.0, 10.0]
    check(mine, [5e9, 3e8, 7e12, 4e8], grid, 1)
    check(mine, [5e34, 4e33, 7e34, 3e33], grid, 3)
    check(mine, [1e6 + 0.02, 1e6 + 0.01, 1e6, 1e6 + 0.03], grid, 2)
    check(mine, [5e200, 4e200, 6e200, 7e200], grid, 1)


@case(tolerance=1e-4)
def exactly_zero(mine):
    """A loss of exactly 0 is a loss like any other"""
    check(mine, [3.0, 0.0, 2.0], [0.1, 1.0, 10.0], 1)
    check(mine, [0.0, -2.0, 1.0], [0.1, 1.0, 10.0], 1)
    check(mine, [0.0], [0.5], 0, high=2.0)


@case(tolerance=1e-4)
def ties(mine):
    """Of several that are equally good, the smallest rate"""
    check(mine, [2.0, 1.0, 1.0, 1.0], [0.1, 0.2, 0.4, 0.8], 1)


@case
def none_is_finite(mine):
    """If every run diverges, a ValueError says so"""
    for losses in ([math.nan] * 3, [math.inf, math.nan, -math.inf]):
        run, _ = told(losses)
        raises(ValueError, mine.best_rate, run, 0.1, 10.0, 3)


@case(tolerance=1e-4)
def a_real_walk(mine):
    """Ten steps on a bowl, with thirteen rates"""
    bend = draw.number(1, 3)

    def run(rate):
        return (1 - rate * bend) ** 20

    pair(mine.best_rate(run, 1e-3, 10.0, 13))
