"""Cases for dual_ascent. Numbers only, so that every step can be followed."""

import torch

from tutor.grading import case, close, draw, require


def auction(mine, argmin, c, eta, steps):
    """The prices, as a tensor; sure to be a list of the right length."""
    prices = mine.dual_ascent(argmin, c, eta, steps)
    require(isinstance(prices, list | tuple), "dual_ascent must return a list of all prices.")
    message = f"The list must hold steps + 1 = {steps + 1} prices; yours holds {len(prices)}."
    require(len(prices) == steps + 1, message)
    return torch.tensor([float(price) for price in prices], dtype=torch.float64)


def exactly(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


@case
def by_hand(mine):
    """The example of the statement"""
    prices = auction(mine, lambda a: a / 2, lambda x: 1 - x, 1.0, 3)
    close(prices, exactly(0.0, 1.0, 1.5, 1.75), "Work it out by hand.")


@case
def comes_to_two(mine):
    """Forty bids on x² with x >= 1, at other rates"""
    for eta in (0.5, 1.4, 2.5):
        prices = auction(mine, lambda a: a / 2, lambda x: 1 - x, eta, 40)
        close(prices[-1], exactly(2.0)[0], "The price of this wall is 2.", tolerance=1e-3)


@case
def nobody_leans(mine):
    """A wall that is not in the way: x >= -1"""
    prices = auction(mine, lambda a: a / 2, lambda x: -1 - x, 0.7, 5)
    close(prices, torch.zeros(6, dtype=torch.float64), "Nobody leans on this wall.")


@case
def overshoots(mine):
    """A rate so large that the price falls to 0 and begins again"""
    prices = auction(mine, lambda a: a / 2, lambda x: 1 - x, 6.0, 6)
    close(
        prices,
        exactly(0.0, 6.0, 0.0, 6.0, 0.0, 6.0, 0.0),
        "From 6 it falls below 0, and stays at 0.",
    )


@case
def another(mine):
    """(x - c)² with x <= b, for some b and c"""
    for _ in range(3):
        centre, b = draw.number(1, 3), draw.number(-1, 2.5)
        auction(mine, lambda a, m=centre: m - a / 2, lambda x, b=b: x - b, 0.8, 7)


@case
def no_bid(mine):
    """No bid at all"""
    auction(mine, lambda a: a / 2, lambda x: 1 - x, 1.0, 0)
