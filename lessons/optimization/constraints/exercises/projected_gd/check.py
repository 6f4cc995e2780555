"""Cases for projected_gd."""

import torch

from tutor.grading import case, close, draw, require


def ball(r):
    return lambda x: x / torch.clamp(x.norm() / r, min=1.0)


def box(x):
    return x.clamp(-1.0, 0.5)


def free(x):
    return x


def cubic(X):
    return X**3 + 0.5 * X - 0.4


def pull(centre, bends):
    """The slopes of a bowl with its bottom at centre."""
    return lambda x: (x - centre.to(x.dtype)) * bends.to(x.dtype)


def walk(mine, functions, x0, eta, steps):
    """The places; sure to be a list of the right length, x0 unharmed."""
    before = x0.clone()
    xs = mine.projected_gd(*functions, x0, eta, steps)
    require(isinstance(xs, list | tuple), "projected_gd must return a list of all places.")
    message = f"The list must hold steps + 1 = {steps + 1} places; yours holds {len(xs)}."
    require(len(xs) == steps + 1, message)
    require(torch.equal(x0, before), "x0 has changed.")
    return xs


CENTRE, BENDS = torch.tensor([2.0, 1.0, -3.0]), torch.tensor([1.0, 2.0, 0.5])


@case
def by_hand(mine):
    """The example of the statement"""
    xs = walk(mine, (lambda x: 2 * x, lambda x: x.clamp(min=1)), torch.tensor([3.0]), 0.25, 3)
    close(torch.cat(list(xs)), torch.tensor([3.0, 1.5, 1.0, 1.0]), "Work it out by hand.")


@case
def few_steps(mine):
    """From outside, with no step and with one"""
    x0 = torch.tensor([4.0, -3.0, 0.0])
    xs = walk(mine, (pull(CENTRE, BENDS), ball(1.0)), x0, 0.2, 0)
    close(xs[0], torch.tensor([0.8, -0.6, 0.0]), "The walk begins at proj(x0).")
    walk(mine, (pull(CENTRE, BENDS), ball(1.0)), x0, 0.2, 1)


@case(also=("float64", "large"))
def in_a_ball(mine):
    """Eight steps in a ball, from anywhere"""
    x0 = draw(3, low=0.2, high=3, signed=True)
    xs = walk(mine, (pull(CENTRE, BENDS), ball(1.5)), x0, 0.3, 8)
    longest = max(float(x.norm()) for x in xs)
    require(longest < 1.5 + 1e-4, "Not all places are in the ball.")


@case(also=("single", "zeros", "noncontiguous"))
def in_a_box(mine):
    """A matrix of places in a box, on steeper ground"""
    x0 = draw(2, 3, low=-0.9, high=0.4)
    xs = walk(mine, (cubic, box), x0, 0.4, 6)
    require(all(bool((x <= 0.5 + 1e-6).all()) for x in xs), "Not all places are in the box.")


@case
def everything_allowed(mine):
    """Where all is allowed: plain gradient descent"""
    x0 = draw(3, low=1, high=4, signed=True)
    xs = walk(mine, (lambda x: x, free), x0, 0.2, 5)
    require(len({id(x) for x in xs}) == 6, "Places in the list are one and the same tensor.")
    close(xs[-1], 0.8**5 * x0, "Each step multiplies x by 0.8.")


@case(tolerance=1e-6)
def arrives(mine):
    """Sixty steps to the lowest place of the ball, which isn't the nearest"""
    centre = torch.tensor([2.0, 1.0], dtype=torch.float64)
    bends = torch.tensor([2.0, 4.0], dtype=torch.float64)
    x0 = torch.tensor([-0.5, -0.5], dtype=torch.float64)
    xs = walk(mine, (pull(centre, bends), ball(1.0)), x0, 0.1, 60)
    answer = torch.tensor([0.815196, 0.579189], dtype=torch.float64)
    message = "The lowest place of the ball is elsewhere."
    close(xs[-1], answer, message, tolerance=1e-4)
