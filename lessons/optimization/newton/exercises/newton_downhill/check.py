"""Cases for newton_downhill: numbers only."""

import math
from itertools import pairwise

import torch

from tutor.grading import case, close, draw, equivalent, require

equivalent(
    """
-        x = x - eta * gradf(x) / abs(hessf(x))
+        x -= eta * gradf(x) / abs(hessf(x))
    """,
    because="x is a Python number, which can't be changed in place.",
)

WAVE = 0.15 * math.pi


def wave(x):
    """x cos(0.15 π x)."""
    return x * math.cos(WAVE * x)


def wave_slope(x):
    """Its slope."""
    return math.cos(WAVE * x) - WAVE * x * math.sin(WAVE * x)


def wave_bend(x):
    """Its second derivative."""
    return -2 * WAVE * math.sin(WAVE * x) - WAVE**2 * x * math.cos(WAVE * x)


def walk(mine, functions, x0, eta, steps):
    """The iterates of a walk by a slope and a bend; sure to be a list of the right length."""
    xs = mine.newton_downhill(*functions, x0, eta, steps)
    require(isinstance(xs, list | tuple), "A list of all iterates is wanted.")
    message = f"The list must hold steps + 1 = {steps + 1} iterates; yours holds {len(xs)}."
    require(len(xs) == steps + 1, message)
    return xs


def same(got, wanted, message, tolerance=1e-9):
    """Two numbers agree."""
    close(
        torch.tensor(float(got), dtype=torch.float64),
        torch.tensor(float(wanted), dtype=torch.float64),
        message,
        tolerance=tolerance,
    )


@case(tolerance=1e-6)
def by_hand(mine):
    """On a hill, -x², and on a very flat one: away from the top, on both sides"""
    for x0, bend in ((1.0, -2.0), (-1.5, -2.0), (1.0, -2e-9)):
        xs = walk(mine, (lambda x, bend=bend: bend * x, lambda x, bend=bend: bend), x0, 1.0, 2)
        same(xs[-1], 4 * x0, "Each whole step must double the distance from the top.")


@case(tolerance=1e-6)
def in_a_bowl(mine):
    """In a bowl, where Newton's step is right as it is"""
    for x0 in (10.0, -3.0):
        xs = walk(mine, (lambda x: 6 * x - 12, lambda x: 6.0), x0, 1.0, 2)
        same(xs[1], 2, "In a bowl one whole step must lead to the lowest place.")
        same(xs[2], 2, "At the lowest place the slope is 0: there it must stay.")
        walk(mine, (lambda x: 6 * x - 12, lambda x: 6.0), x0, 0.25, 3)


@case(tolerance=1e-4)
def the_notes(mine):
    """On x cos(0.15πx) from 10, the walk of the notes"""
    xs = walk(mine, (wave_slope, wave_bend), 10.0, 1.0, 10)
    require(wave_bend(xs[-1]) > 0, "The walk has ended on a maximum, or near it.")
    same(xs[-1], 20.221865, "It must come to the valley at 20.22.", tolerance=1e-4)


@case(tolerance=1e-6)
def always_down(mine):
    """Short steps from eleven starts: each leads down"""
    # At 4.86 the bend is all but 0, and no rate small enough: the last one leads away from there.
    starts = [-9.7, -7.2, -5.1, -3.3, -1.2, 1.1, 2.2, 4.8, 5.9, 8.4, draw.number(5.2, 5.8)]
    for x0 in starts:
        xs = walk(mine, (wave_slope, wave_bend), x0, 0.02, 3)
        heights = [wave(x) for x in xs]
        falls = all(b < a for a, b in pairwise(heights))
        require(falls, f"From {x0:.1f}, with eta = 0.02, a step leads uphill.")


@case(tolerance=1e-6)
def through_the_bend(mine):
    """Half steps from where it bends down into where it bends up"""
    for x0 in (5.0, -5.5, 1.0):
        walk(mine, (wave_slope, wave_bend), x0, 0.5, 6)
    walk(mine, (wave_slope, wave_bend), 5.0, 0.5, 0)
