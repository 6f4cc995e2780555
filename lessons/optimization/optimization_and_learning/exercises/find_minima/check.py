"""Cases for find_minima. Its floats are compared to two ten-thousandths."""

import math

import torch

from tutor.grading import case, close, draw, equivalent, require, without

without("gradient", because="The results are Python floats.")
equivalent(
    """
-    x = torch.linspace(lo, hi, int(1e5), dtype=torch.float64)
+    x = torch.linspace(lo, hi, int(200000.0), dtype=torch.float64)
    """,
    because="Twice as many points on the grid: any number that is large enough will do.",
)


def wave(x):
    """The function of the lesson."""
    return x * torch.cos(math.pi * x)


def places_of(mine, f, lo, hi, count):
    """What the learner finds, sure to be that many floats."""
    places = mine.find_minima(f, lo, hi)
    require(isinstance(places, list | tuple), "find_minima returns a list.")
    require(all(isinstance(x, float) for x in places), "The list holds Python floats.")
    n = len(places)
    require(n == count, f"There are {count} local minima there; your list holds {n}.")
    return places


def check(mine, f, lo, hi, right):
    """The places are the right ones, to a ten-thousandth and a bit."""
    places = places_of(mine, f, lo, hi, len(right))
    if right:
        got, wanted = torch.tensor(places).double(), torch.tensor(right).double()
        close(got, wanted, "The minima lie elsewhere.", tolerance=1e-4)


@case(tolerance=2e-4)
def the_wave(mine):
    """x cos(πx) from -1 to 2: two valleys"""
    check(mine, wave, -1.0, 2.0, [-0.273853, 1.090408])


@case(tolerance=2e-4)
def training_risk(mine):
    """The wiggly curve of the lesson: seven valleys"""
    places_of(mine, lambda x: wave(x) + 0.2 * torch.cos(5 * math.pi * x), -1.0, 2.0, 7)


@case(tolerance=2e-4)
def none_at_all(mine):
    """x³ is flat at 0 and has no minimum; a hill and level ground haven't, either"""
    check(mine, lambda x: x**3, -1.0, 1.5, [])
    check(mine, lambda x: -((x - 0.3) ** 2), -1.0, 2.0, [])
    check(mine, lambda x: 0 * x + 2, 0.0, 1.0, [])


@case(tolerance=2e-4)
def low_ends(mine):
    """The lowest place is an end, which doesn't count"""
    check(mine, lambda x: x**3 - 3 * x, -3.0, 2.3, [1.0])
    check(mine, lambda x: torch.exp(-x), 0.0, 3.0, [])


@case(tolerance=2e-4)
def one_valley(mine):
    """A parabola whose lowest point lies somewhere"""
    for _ in range(3):
        low = round(draw.number(-0.9, 2.9), 5)
        check(mine, lambda x, low=low: (x - low) ** 2, -1.0, 3.0, [low])


@case(tolerance=2e-4)
def in_the_middle(mine):
    """x² as far to the left as to the right: the lowest place is the very middle"""
    half = 10**6 / 2**19  # about 1.9; a million parts of the interval come out without rounding
    check(mine, lambda x: x**2, -half, half, [0.0])
    check(mine, lambda x: x**2, -1.0, 1.0, [0.0])
    check(mine, lambda x: -torch.cos(x), -1.5, 1.5, [0.0])


def on_grids():
    """Intervals with a place in each where a grid may have a point: (lo, place, hi)."""
    # These grids of so many steps are exact, coarser ones within them, too.
    three = 999 * 1111 * 11111  # a multiple of 999, 9 999 and 99 999
    odd = (three, 199_999, 49_999, 19_999, 4_999, 1_999)
    for steps, part in ((10**6, 4), *((steps, 3) for steps in odd)):
        step = 2.0 ** -(steps.bit_length() - 2)
        yield -1.0, -1.0 + steps // part * step, -1.0 + steps * step


@case(tolerance=2e-4, seconds=20)
def on_the_grid(mine):
    """The lowest place is one where a grid may have a point: a third, a quarter"""

    def valley(lo, low, hi):
        check(mine, lambda x: (x - low) ** 2, lo, hi, [low])

    for lo, low, hi in on_grids():
        valley(lo, low, hi)
    # and what people would try
    valley(-1.0, 0.3, 1.6)
    valley(-1.0, 0.0, 2.0)
    valley(0.0, 1.0, 4.0)


@case(tolerance=2e-4, seconds=20)
def flat_on_the_grid(mine):
    """A place as flat as that of x³, or of -x³, where a grid may have a point: no valley"""
    for lo, flat, hi in on_grids():
        for sign in (1, -1):
            check(mine, lambda x, s=sign, at=flat: s * (x - at) ** 3, lo, hi, [])


@case(tolerance=2e-4)
def close_together(mine):
    """Forty narrow valleys"""
    right = [(2 * k + 1) * math.pi / 125 for k in range(40)]
    check(mine, lambda x: torch.cos(125 * x), 0.0, 2.0, right)


@case(tolerance=2e-4)
def elsewhere(mine):
    """Other stretches of the same wave, and a high one"""
    check(mine, wave, 0.5, 1.5, [1.090408])
    places_of(mine, lambda x: wave(x) + 50, 2.1, 6.1, 2)


@case(tolerance=2e-4)
def very_flat(mine):
    """A valley as flat as x⁴, and a steep one"""
    check(mine, lambda x: 300 * (x - 0.7123) ** 2, -2.0, 2.0, [0.7123])
    for _ in range(6):
        low = round(draw.number(-0.8, 0.8), 5)
        check(mine, lambda x, low=low: (x - low) ** 4, -1.0, 1.0, [low])
