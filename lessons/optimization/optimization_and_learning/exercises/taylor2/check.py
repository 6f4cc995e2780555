"""Cases for taylor2."""

import torch

from tutor.grading import case, close, draw, equivalent, require, without

without("gradient", because="The statement says that x0 and d require none.")
equivalent(
    """
-    change = slopes + bends @ d / 2  # (n,), per unit of each d
+    change = slopes + d @ bends / 2  # (n,), per unit of each d
    """,
    because="A Hessian is symmetric, so a row times it is what it times a column is.",
)


def product(x):
    """x₁² x₂³, the example of the lesson."""
    return x[0] ** 2 * x[1] ** 3


def uneven(x):
    """Any number of variables, each meddling with the next, none like another."""
    k = torch.arange(1, len(x) + 1, dtype=x.dtype)
    return torch.sin(k * x).sum() + (k * x**3).sum() + (x[:-1] * x[1:] ** 2).sum() + 3


def quadratic(x):
    """Here the formula is exact."""
    k = torch.arange(1, len(x) + 1, dtype=x.dtype)
    return 2 + (k * x).sum() + (k * x**2).sum() + x.sum() ** 2


def value(mine, f, x0, d):
    """What the learner says, sure to be one number in a tensor."""
    got = mine.taylor2(f, x0, d)
    require(isinstance(got, torch.Tensor), "taylor2 must return a tensor.")
    require(got.shape == (), f"It holds one number, shape (); yours has shape {tuple(got.shape)}.")
    return got


@case(tolerance=1e-3)
def by_hand(mine):
    """x₁² x₂³ from (1, 2), worked out by hand"""
    got = value(mine, product, torch.tensor([1.0, 2.0]), torch.tensor([1.0, 0.5]))
    close(got, torch.tensor(8.0 + 22.0 + 21.5), "8 + 22 + 21.5 = 51.5.", tolerance=1e-3)
    got = value(mine, product, torch.tensor([1.0, 2.0]), torch.tensor([0.0, 0.0]))
    close(got, torch.tensor(8.0), "With d = 0 it is the height itself.", tolerance=1e-3)


@case(tolerance=1e-3)
def exact(mine):
    """A quadratic function, for which the formula is exact"""
    x0, d = draw(3, dtype=torch.float64), draw(3, low=1, high=2, signed=True, dtype=torch.float64)
    close(value(mine, quadratic, x0, d), quadratic(x0 + d), "Here it is exact.", tolerance=1e-4)


@case(tolerance=1e-3, also=("float64", "noncontiguous", "single", "zeros"))
def several_variables(mine):
    """Four variables that meddle with each other"""
    value(mine, uneven, draw(4), draw(4, low=0.5, high=1, signed=True))


@case(tolerance=1e-3)
def shrinks(mine):
    """Half the step, an eighth of the error"""
    x0 = torch.tensor([0.3, -0.4, 0.7], dtype=torch.float64)
    d = torch.tensor([0.02, 0.03, -0.01], dtype=torch.float64)
    off = [float(value(mine, uneven, x0, d / k) - uneven(x0 + d / k)) for k in (1, 2)]
    ratio = off[0] / off[1] if off[1] else 0.0
    require(7 < ratio < 9, f"The error shrinks {ratio:.1f} times when d is halved, and not 8.")


@case(tolerance=1e-3)
def large(mine):
    """Far from zero, in float64"""
    x0 = draw(2, low=100, high=200, dtype=torch.float64)
    value(mine, uneven, x0, draw(2, low=1, high=2, dtype=torch.float64))


@case(tolerance=1e-3)
def no_gradients(mine):
    """The result takes no gradients along"""
    for f in (product, uneven, quadratic):
        got = value(mine, f, draw(2, low=1, high=2), draw(2, low=0.5, high=1))
        require(not got.requires_grad, "The result requires a gradient, and shouldn't.")
