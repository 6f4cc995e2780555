"""Cases for ema."""

import torch

from tutor.grading import case, close, draw


@case
def by_hand(mine):
    """The two examples of the statement"""
    xs = torch.tensor([10.0, 20.0, 20.0])
    ys = mine.ema(xs, 0.5)
    close(ys, torch.tensor([5.0, 12.5, 16.25]), "Work it out by hand.")
    ys = mine.ema(xs, 0.5, y0=10.0)
    close(ys, torch.tensor([10.0, 15.0, 17.5]), "From y0 = 10, by hand.")


@case(also=("float64", "noncontiguous", "single", "zeros", "negative", "large"))
def columns(mine):
    """Seven rows of three columns, from a start that isn't zero"""
    mine.ema(draw(7, 3, low=2, high=9), 0.75, y0=1.5)


@case(also=("float64", "single"))
def one_column(mine):
    """A dozen values in a row, with other gammas and other starts"""
    for gamma, y0 in ((0.9, 0.0), (0.3, -4.0), (0.6, 7.0)):
        mine.ema(draw(12, low=-3, high=3), gamma, y0)


@case
def gentle_and_forgetful(mine):
    """With gamma 0 the values come back; with gamma 1 nothing is ever learned"""
    xs = draw(5, 2, low=1, high=4)
    close(mine.ema(xs, 0.0, y0=3.0), xs, "With gamma = 0 only the newest value counts.")
    close(mine.ema(xs, 1.0, y0=3.0), torch.full((5, 2), 3.0), "With gamma = 1 it stays at y0.")


@case
def a_long_column(mine):
    """Sixty rows of one column, soon forgotten"""
    mine.ema(draw(60, 1, low=1, high=4), 0.1, y0=3.3)


@case
def constant(mine):
    """A constant is its own average, if one starts there"""
    xs = torch.full((6,), 2.5)
    close(mine.ema(xs, 0.8, y0=2.5), xs, "Values and start are 2.5, so every average is.")


@case(tolerance=1e-9)
def all_at_once(mine):
    """The last of thirty averages against the closed form, in float64"""
    xs, gamma, y0 = draw(30, low=0, high=1, dtype=torch.float64), 0.9, 0.7
    weights = gamma ** torch.arange(29, -1, -1, dtype=torch.float64)
    whole = (1 - gamma) * (weights * xs).sum() + gamma**30 * y0
    ys = mine.ema(xs, gamma, y0)
    close(ys[-1:], whole[None], "The weights are 1 - gamma times powers of gamma.")
