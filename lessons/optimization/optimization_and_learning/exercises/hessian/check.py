"""Cases for hessian."""

import torch

from tutor.grading import case, close, draw, forbid, require

forbid("torch.autograd.functional.hessian")
forbid("torch.func.hessian")


def product(x):
    """x₁² x₂³, the example of the lesson."""
    return x[0] ** 2 * x[1] ** 3


def uneven(x):
    """Any number of variables, each meddling with the next, none like another."""
    k = torch.arange(1, len(x) + 1, dtype=x.dtype)
    return (k * x**3).sum() + torch.sin(k * x).prod() + (x[:-1] * x[1:] ** 2).sum()


def plane(x):
    """A slope that is the same everywhere."""
    return (torch.arange(1, len(x) + 1, dtype=x.dtype) * x).sum() - 5


def some_unused(x):
    """Depends on the last variable only, and bends there."""
    return torch.exp(x[-1])


def bends(mine, f, x):
    """The learner's Hessian, sure to be (n, n)."""
    n = len(x)
    H = mine.hessian(f, x)
    require(isinstance(H, torch.Tensor), "hessian must return a tensor.")
    require(H.shape == (n, n), f"For {n} variables H has shape ({n}, {n}), not {tuple(H.shape)}.")
    return H


@case(tolerance=1e-3)
def by_hand(mine):
    """x₁² x₂³ at (1, 2), worked out by hand"""
    H = bends(mine, product, torch.tensor([1.0, 2.0]))
    right = torch.tensor([[16.0, 24.0], [24.0, 12.0]])
    close(H, right, "By hand it is [[16, 24], [24, 12]].", tolerance=1e-3)


@case(tolerance=1e-3)
def pass_and_bowl(mine):
    """x₁² − x₂², and a bowl that lies askew"""
    x = torch.tensor([0.5, -2.0])
    H = bends(mine, lambda z: z[0] ** 2 - z[1] ** 2, x)
    close(H, torch.diag(torch.tensor([2.0, -2.0])), "The bends are 2 and -2.", tolerance=1e-3)
    H = bends(mine, lambda z: z[0] ** 2 + 3 * z[0] * z[1] + 4 * z[1] ** 2, x)
    right = torch.tensor([[2.0, 3.0], [3.0, 8.0]])
    close(H, right, "3 x₁ x₂ gives 3 beside the diagonal.", tolerance=1e-3)


@case(tolerance=1e-3, also=("float64", "noncontiguous", "single", "zeros"))
def several_variables(mine):
    """Four variables that meddle with each other"""
    H = bends(mine, uneven, draw(4))
    close(H, H.T, "A Hessian is symmetric.", tolerance=1e-3)


@case(tolerance=1e-3)
def flat_parts(mine):
    """A plane, which bends nowhere, and a function of one variable among three"""
    bends(mine, plane, draw(3, dtype=torch.float64))
    bends(mine, some_unused, draw(3, dtype=torch.float64))


@case(tolerance=1e-3)
def from_a_leaf(mine):
    """At an x that requires a gradient, as parameters do, and that has one already"""
    bends(mine, uneven, draw(3, grad=True))
    x = draw(3, grad=True)
    x.grad = draw(3)
    bends(mine, uneven, x)


@case(tolerance=1e-3)
def large(mine):
    """Far from zero, in float64"""
    x = draw(3, low=100, high=300, dtype=torch.float64)
    bends(mine, lambda z: (z**2).sum() ** 2 / 1e6, x)


@case(tolerance=1e-3)
def twice(mine):
    """Two functions at one place, one after the other"""
    x = draw(2)
    bends(mine, uneven, x)
    bends(mine, product, x)


@case(tolerance=1e-3)
def no_gradients(mine):
    """The result takes no gradients along"""
    for f in (product, uneven, some_unused, plane):
        for grad in (False, True):
            H = bends(mine, f, draw(2, low=1, high=2, grad=grad))
            require(not H.requires_grad, "H requires a gradient, and shouldn't.")
