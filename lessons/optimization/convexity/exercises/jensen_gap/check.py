"""Cases for jensen_gap."""

import torch

from tutor.grading import case, close, draw, require, without

without("large", because="The exponential of ten thousand is no number.")


def gap(mine, f, w, x):
    """The gap; sure to be a number, the arguments unharmed."""
    before = w.clone(), x.clone()
    found = mine.jensen_gap(f, w, x)
    require(isinstance(found, float), "The result must be a Python number.")
    require(torch.equal(w, before[0]) and torch.equal(x, before[1]), "w or x has changed.")
    return torch.tensor(found, dtype=torch.float64)


def number(value):
    return torch.tensor(value, dtype=torch.float64)


@case
def by_hand(mine):
    """The example of the statement"""
    w, x = torch.tensor([1.0, 3.0]), torch.tensor([0.0, 4.0])
    found = gap(mine, lambda x: x**2, w, x)
    close(found, number(3.0), "Work it out by hand.", tolerance=1e-5)


@case(tolerance=1e-5)
def the_chord(mine):
    """exp(0.5x) on -1.5 and 1, as in the lesson"""
    w, x = torch.tensor([0.5, 0.5]), torch.tensor([-1.5, 1.0])
    found = gap(mine, lambda x: torch.exp(0.5 * x), w, x)
    close(found, number(0.178047), "It is 1.060544 less 0.882497.", tolerance=1e-5)


@case(also=("float64", "single", "noncontiguous"), tolerance=1e-4)
def up_and_down(mine):
    """Seven points of functions that bend up, and down"""
    w, x = draw(7, low=0.1, high=3), draw(7, low=-2, high=2)
    for f in (torch.exp, lambda x: x**4, lambda x: -(x**2), lambda x: -torch.sqrt(x + 3)):
        mine.jensen_gap(f, w, x)


@case
def straight(mine):
    """Along a straight line there is none"""
    w, x = draw(5, low=0.1, high=2), draw(5, low=-3, high=3)
    found = gap(mine, lambda x: 2 * x + 1, w, x)
    require(abs(found) < 1e-5, "The gap of a straight line is 0.")


@case(tolerance=1e-9)
def exact(mine):
    """In float64, to nine digits, with weights of a small sum"""
    w, x = draw(6, low=0.001, high=0.01, dtype=torch.float64), draw(6, dtype=torch.float64)
    alpha = w / w.sum()
    middle = (alpha * x).sum()
    variance = (alpha * (x - middle) ** 2).sum()
    found = gap(mine, lambda x: x**2, w, x)
    close(found, variance, "For the square the gap is the variance.", tolerance=1e-9)
