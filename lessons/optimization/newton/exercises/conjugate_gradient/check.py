"""Cases for conjugate_gradient. Bowls are mild, so that every way of writing it agrees."""

from itertools import pairwise

import torch

from tutor.grading import case, close, draw, equivalent, require, without

without("square", because="A matrix of second derivatives has as many rows as columns.")
without("symmetric", because="And it is symmetric, whatever the function: the statement says so.")

equivalent(
    """
-    r = b - H @ x  # (n,), minus the gradient
+    r = b - x @ H  # (n,), minus the gradient
    """,
    because="H is symmetric, so it may stand on either side.",
)
equivalent(
    """
-            Hd = H @ d
+            Hd = d @ H
    """,
    because="H is symmetric, so it may stand on either side.",
)
equivalent(
    """
-            t = rr / (d @ Hd)  # as far down as d leads
+            t = rr / (Hd @ d)  # as far down as d leads
    """,
    because="The product of two vectors may be turned round.",
)

TORCH64 = torch.float64


def bowl(n, dtype=TORCH64):
    """A symmetric matrix with eigenvalues from 1 to 5, lying askew."""
    turn, _ = torch.linalg.qr(draw(n, n, dtype=TORCH64, fixed=True))
    H = turn @ torch.diag(torch.linspace(1, 5, n, dtype=TORCH64)) @ turn.T
    return ((H + H.T) / 2).to(dtype)


def walk(mine, H, b, x0, steps):
    """The iterates of a walk; sure to be a list of the right length."""
    xs = mine.conjugate_gradient(H, b, x0, steps)
    require(isinstance(xs, list | tuple), "A list of all iterates is wanted.")
    message = f"The list must hold steps + 1 = {steps + 1} iterates; yours holds {len(xs)}."
    require(len(xs) == steps + 1, message)
    return xs


def apart(xs):
    """Each iterate is a tensor of its own."""
    message = "Iterates in your list are one and the same tensor: a step changes the ones before."
    require(len({id(x) for x in xs}) == len(xs), message)


@case
def by_hand(mine):
    """The valley 0.1 x² + 2 y² of the statement, in two steps"""
    H = torch.diag(torch.tensor([0.2, 4.0], dtype=TORCH64))
    x0 = torch.tensor([-5.0, -2.0], dtype=TORCH64)
    xs = walk(mine, H, torch.zeros(2, dtype=TORCH64), x0, 2)
    apart(xs)
    first = torch.tensor([-4.746292, 0.029664], dtype=TORCH64)
    close(xs[1], first, "The first step goes down the gradient, 0.253708 of it.", tolerance=1e-6)
    close(xs[2], torch.zeros(2, dtype=TORCH64), "The second must arrive.", tolerance=1e-6)


@case(tolerance=1e-6)
def as_many_steps(mine):
    """Bowls of three and five variables: solved in as many steps"""
    for n in (3, 5):
        H, b = bowl(n), draw(n, low=1, high=3, signed=True, dtype=TORCH64)
        xs = walk(mine, H, b, draw(n, low=1, high=3, signed=True, dtype=TORCH64), n)
        apart(xs)
        close(H @ xs[-1], b, f"After {n} steps the gradient must be 0.", tolerance=1e-6)


@case(tolerance=1e-6)
def conjugate(mine):
    """Each step is conjugate to all before it, and each one leads down"""
    n = 6
    H, b = bowl(n), draw(n, low=1, high=2, signed=True, dtype=TORCH64)
    xs = walk(mine, H, b, draw(n, dtype=TORCH64), 4)
    apart(xs)
    steps = [after - before for before, after in pairwise(xs)]
    heights = [(x @ H @ x / 2 - b @ x).item() for x in xs]
    falls = all(b < a for a, b in pairwise(heights))
    require(falls, "A step leads uphill.")
    for k, d in enumerate(steps):
        for old in steps[:k]:
            share = (d @ H @ old) / ((d @ H @ d) * (old @ H @ old)).sqrt()
            require(share.abs() < 1e-6, "Two of your steps aren't conjugate: dᵀHd' isn't 0.")


@case(tolerance=1e-3, also=("float64", "noncontiguous", "single", "zeros", "large"))
def other_bowls(mine):
    """A bowl of four variables, a few steps, and gradients that reach b"""
    b, x0 = draw(4, low=1, high=2, grad=True), draw(4, low=2, high=4, signed=True)
    walk(mine, bowl(len(x0), x0.dtype), b, x0, min(3, len(x0)))


@case
def already_there(mine):
    """It stays where the gradient is 0, and no step at all is right, too"""
    H = torch.tensor([[2.0, 1.0], [1.0, 4.0]], dtype=TORCH64)
    there = torch.tensor([1.0, -2.0], dtype=TORCH64)
    xs = walk(mine, H, H @ there, there, 3)
    close(xs[-1], there, "It was there at the start, and has not stayed.")
    # along an axis one step arrives exactly
    H, start = torch.diag(torch.tensor([2.0, 8.0])).double(), torch.tensor([3.0, 0.0]).double()
    nowhere = torch.zeros(2, dtype=TORCH64, requires_grad=True)
    xs = walk(mine, H, nowhere, start, 3)
    close(xs[-1], 0 * start, "It was there after one step, and has not stayed.")
    walk(mine, H, start, start, 0)
    # the numbers of r cancel, and it is not there
    b = torch.tensor([4.0, -4.0], dtype=TORCH64)
    xs = walk(mine, H, b, 0 * start, 2)
    close(xs[-1], torch.tensor([2.0, -0.5]).double(), "r = (4, -4) is not zero.")


@case(tolerance=1e-6)
def shallow(mine):
    """Bowls so shallow that the gradient is small from the start"""
    x0, nowhere = torch.tensor([-5.0, -0.2], dtype=TORCH64), torch.zeros(2, dtype=TORCH64)
    for scale in (1e-20, 1e-7, 1e-4, 1):
        H = scale * torch.diag(torch.tensor([0.002, 0.04], dtype=TORCH64))
        xs = walk(mine, H, nowhere, x0, 2)
        close(xs[2], nowhere, "Two variables, two steps: it must arrive.", tolerance=1e-6)
