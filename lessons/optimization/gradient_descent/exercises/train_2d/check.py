"""Cases for train_2d: rules whose walks from (-5, -2) were published, and rules that tell tales.

The published ends have six decimals; `ends_at` wants them to half a unit of the last.
"""

import math

import torch

from tutor.grading import case, close, draw, require


def plain(eta, c1, c2):
    """Gradient descent on c1 x1² + c2 x2²."""

    def trainer(x1, x2, s1, s2):
        return x1 - eta * 2 * c1 * x1, x2 - eta * 2 * c2 * x2, s1, s2

    return trainer


def momentum(eta, gamma):
    """With a velocity, on 0.1 x1² + 2 x2²."""

    def trainer(x1, x2, v1, v2):
        v1 = gamma * v1 + eta * 0.2 * x1
        v2 = gamma * v2 + eta * 4 * x2
        return x1 - v1, x2 - v2, v1, v2

    return trainer


def adagrad(eta, gamma=None, eps=1e-6):
    """Divided by the root of the sum of squares, or with gamma of their average (RMSProp)."""
    keep, take = (1, 1) if gamma is None else (gamma, 1 - gamma)

    def trainer(x1, x2, s1, s2):
        g1, g2 = 0.2 * x1, 4 * x2
        s1, s2 = keep * s1 + take * g1**2, keep * s2 + take * g2**2
        x1 -= eta / math.sqrt(s1 + eps) * g1
        x2 -= eta / math.sqrt(s2 + eps) * g2
        return x1, x2, s1, s2

    return trainer


def walk(mine, trainer, steps, *more):
    """The places of a walk; sure to be a list of pairs, of the right length."""
    places = mine.train_2d(trainer, steps, *more)
    require(isinstance(places, list | tuple), "A list of all places is asked for.")
    message = f"The list must hold steps + 1 = {steps + 1} places; yours holds {len(places)}."
    require(len(places) == steps + 1, message)
    pairs = all(isinstance(place, list | tuple) and len(place) == 2 for place in places)
    require(pairs, "Each place must be a pair (x1, x2).")
    return places


def ends_at(places, end):
    """The walk ends where it was published to end."""
    x = torch.tensor([float(n) for n in places[-1]], dtype=torch.float64)
    wanted = torch.tensor(end, dtype=torch.float64)
    close(x, wanted, "This walk was published, and ends elsewhere.", tolerance=6e-7)


@case
def plain_steps(mine):
    """Plain steps from (-5, -2), whose ends were published"""
    for trainer, end in (
        (plain(0.1, 1, 2), (-0.057646, -0.000073)),
        (plain(0.4, 0.1, 2), (-0.943467, -0.000073)),
    ):
        ends_at(walk(mine, trainer, 20), end)


@case
def with_a_velocity(mine):
    """Rules that remember a velocity"""
    ends_at(walk(mine, momentum(0.4, 0.5), 20), (-0.062843, 0.001202))
    ends_at(walk(mine, momentum(0.6, 0.5), 20), (0.007188, 0.002553))


@case
def with_squares(mine):
    """Rules that remember squares of slopes"""
    ends_at(walk(mine, adagrad(0.4), 20), (-2.382563, -0.158591))
    ends_at(walk(mine, adagrad(2), 20), (-0.002295, -0.000000))
    ends_at(walk(mine, adagrad(0.4, gamma=0.9), 20), (-0.010599, 0.000000))


@case
def other_starts(mine):
    """From elsewhere, and no step at all, and one; and where nothing moves any more"""
    for steps in (0, 1, 7):
        start = (draw.number(1, 3), draw.number(-4, -1))
        walk(mine, momentum(0.3, 0.8), steps, start)
    walk(mine, plain(0.5, 1, 1), 3, (2.0, -3.0))  # one step arrives, and two stay


@case
def twenty_unless_said(mine):
    """Twenty steps, unless another number is given"""
    places = mine.train_2d(plain(0.1, 1, 2))
    require(
        len(places) == 21, f"Without a number it takes 20 steps; yours has {len(places)} places."
    )


@case
def what_the_rule_is_told(mine):
    """What the rule is given each time: it counts, and keeps a list"""
    told = []

    def trainer(x1, x2, s1, s2):
        told.append((x1, x2, s1, s2 if isinstance(s2, int | float) else list(s2)))
        return x1 + 1, x2 - 10 * s1, s1 + 1, [*(s2 or []), x1]

    walk(mine, trainer, 4, (0.0, 100.0))
    require(len(told) == 4, f"The rule must be asked 4 times; you asked it {len(told)} times.")
    first, last = told[0], told[-1]
    require(tuple(first) == (0, 100, 0, 0), "At first the rule gets the start, and states of 0.")
    message = f"At the fourth step the rule must get (3, 70, 3, [0, 1, 2]), and got {last}."
    require(tuple(last) == (3, 70, 3, [0, 1, 2]), message)


@case
def twice(mine):
    """A second walk begins afresh"""
    for steps in (5, 3):
        walk(mine, adagrad(0.5), steps, (4.0, 2.0))
