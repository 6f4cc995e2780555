"""Cases for directional_derivative. Nudging is a right way, so all is in float64."""

import math

import torch

from tutor.grading import case, close, draw, equivalent, require, without

without("large", because="Nudging is as right as autograd, and there it would lose its digits.")

F64 = torch.float64


def bowl(x):
    """The bowl of the lesson, in any number of dimensions: x₁² + 2 x₂² + 3 x₃² + …"""
    return (torch.arange(1, len(x) + 1, dtype=x.dtype) * x**2).sum()


def waves(x):
    """Not a bowl, and askew."""
    return torch.sin(x[0] * x[1]) + x[2] ** 3 * x[0]


def right(slope, wanted, message):
    """A slope equals a known one, to one part in ten thousand."""
    require(isinstance(slope, float), "A Python float is asked for.")
    close(torch.tensor(slope, dtype=F64), torch.tensor(wanted, dtype=F64), message, tolerance=1e-4)


@case(tolerance=1e-4)
def of_the_statement(mine):
    """The bowl at (-5, -2), along the axes and against the gradient"""
    x = torch.tensor([-5.0, -2.0], dtype=F64)
    for u, wanted in ([1.0, 0.0], -10.0), ([0.0, 1.0], -8.0), ([5.0, 4.0], -math.sqrt(164)):
        slope = mine.directional_derivative(bowl, x, torch.tensor(u, dtype=F64))
        right(slope, wanted, "On the bowl at (-5, -2) it can be worked out by hand.")


@case(tolerance=1e-4)
def only_which_way(mine):
    """A long arrow and a short one that point the same way; and the way back"""
    x, u = draw(4, low=1, high=3, dtype=F64), draw(4, signed=True, low=0.5, high=2, dtype=F64)
    one = mine.directional_derivative(bowl, x, u)
    for factor, sign in ((10.0, 1), (0.1, 1), (-2.0, -1)):
        other = mine.directional_derivative(bowl, x, factor * u)
        right(other, sign * float(one), "The length of u must not matter, its sense must.")


@case(tolerance=1e-4)
def level(mine):
    """Along a level curve the slope is 0, and where the ground is flat it is, too"""
    x = torch.tensor([-5.0, -2.0], dtype=F64)
    along = mine.directional_derivative(bowl, x, torch.tensor([4.0, -5.0], dtype=F64))
    right(along, 0.0, "(4, -5) is at a right angle to the gradient.")
    flat = mine.directional_derivative(bowl, 0 * x, torch.tensor([4.0, -5.0], dtype=F64))
    right(flat, 0.0, "At the bottom all slopes are 0.")


@case(tolerance=1e-4)
def askew(mine):
    """A wavy function of three variables, in five directions"""
    x = draw(3, low=0.5, high=1.5, dtype=F64)
    for _ in range(5):
        mine.directional_derivative(waves, x, draw(3, low=0.3, high=3, signed=True, dtype=F64))


@case(tolerance=1e-4, also=("noncontiguous", "single"))
def many(mine):
    """In a space of seven dimensions, and of one"""
    mine.directional_derivative(
        bowl, draw(7, low=1, high=2, dtype=F64), draw(7, low=0.5, high=2, signed=True, dtype=F64)
    )


@case(tolerance=1e-4)
def watched(mine):
    """An x and a u that autograd is watching already, and x has a gradient of its own"""
    x = draw(3, low=1, high=2, dtype=F64, grad=True)
    x.grad = torch.ones(3, dtype=F64)
    for way in ([1.0, 2.0, 2.0], [0.0, -3.0, 4.0], [0.3, 0.7, -0.2], [-1.7, 0.9, 0.1]):
        u = torch.tensor(way, dtype=F64, requires_grad=True)
        mine.directional_derivative(waves, x, u)
        require(u.grad is None, "u has a .grad now; it had none before.")


equivalent(
    """
-    return (g @ u / u.norm()).item()
+    return (u @ g / u.norm()).item()
    """,
    because="A dot product of two vectors doesn't ask which comes first.",
)
