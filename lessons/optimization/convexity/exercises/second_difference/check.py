"""Cases for second_difference."""

import torch

from tutor.grading import case, close, draw, equivalent, require, without

equivalent(
    """
-    return (f(x + eps) - 2 * f(x) + f(x - eps)) / eps**2
+    return ((f(x + eps) - 2 * f(x) + f(x - eps)) / eps ** 2).detach()
    """,
    because="No gradient is asked for: the bend is a measurement.",
)
without("large", because="Far out, three neighbours are equal in float32 and nothing is left.")


@case
def by_hand(mine):
    """The example of the statement"""
    x = torch.tensor([0.0, 1.0, 2.0], dtype=torch.float64)
    bend = mine.second_difference(lambda x: x**3, x, 0.5)
    close(bend, 6 * x, "The bend of x³ is 6x.")


@case(also=("float64", "single", "noncontiguous", "zeros"), tolerance=1e-3)
def any_shape(mine):
    """A matrix of places, with coarse steps"""
    x = draw(3, 4, low=-2, high=2)
    for eps in (0.25, 0.5, 2.0):
        mine.second_difference(torch.exp, x, eps)
        mine.second_difference(lambda x: 1 - x**4 / 8, x, eps)


@case(tolerance=1e-5)
def a_number(mine):
    """A single place, and fine steps in float64"""
    x = torch.tensor(0.75, dtype=torch.float64)
    bend = mine.second_difference(torch.sin, x, 1e-3)
    close(bend, -torch.sin(x), "The bend of the sine is minus the sine.", tolerance=1e-5)


@case(tolerance=1e-6)
def error_falls(mine):
    """Half of eps, a quarter of the error"""
    x = draw(5, low=0.5, high=1.5, dtype=torch.float64)
    coarse = mine.second_difference(torch.exp, x, 0.2)
    fine = mine.second_difference(torch.exp, x, 0.1)
    require(coarse.shape == fine.shape == x.shape, "The result must have the shape of x.")
    ratio = (coarse - torch.exp(x)) / (fine - torch.exp(x))
    require(bool(((ratio > 3.9) & (ratio < 4.1)).all()), "The error doesn't fall with eps squared.")
