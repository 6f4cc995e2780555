"""Cases for rmsprop_2d."""

import torch

from tutor.grading import case, close, draw, require


def quartic(x):
    """The slopes of the sum of all entries to the fourth power, over 4."""
    return x**3


def valley_slope(x):
    """The slopes of 0.1 x₁² + 2 x₂²."""
    return torch.tensor([0.2, 4.0], dtype=x.dtype) * x


def walk(mine, *call, **options):
    """The places of a walk; sure to be a list of the right length, without nan and inf."""
    path = mine.rmsprop_2d(*call, **options)
    steps = call[-1]
    require(isinstance(path, list | tuple), "rmsprop_2d must return a list of all places.")
    message = f"The list must hold steps + 1 = {steps + 1} places; yours holds {len(path)}."
    require(len(path) == steps + 1, message)
    finite = all(torch.isfinite(torch.as_tensor(x)).all() for x in path)
    require(finite, "A place is no number any more, but nan or inf.")
    return path


@case
def steady(mine):
    """Always the same slope: the first steps are longer than eta"""
    g = torch.tensor([3.0, -4.0])
    path = walk(mine, lambda x: g, torch.tensor([1.0, 2.0]), 0.3, 0.75, 4)
    expected = torch.tensor([1.0, 2.0])
    for t in range(1, 5):
        expected = expected - 0.3 / (1 - 0.75**t) ** 0.5 * g.sign()
        close(path[t], expected, f"Step {t} must be eta / √(1 - γ^{t}) long in each coordinate.")


@case(tolerance=2e-6)
def valley(mine):
    """Twenty steps in the valley, whose end was published"""
    x0 = torch.tensor([-5.0, -2.0], dtype=torch.float64)
    path = walk(mine, valley_slope, x0, 0.4, 0.9, 20)
    close(path[-1], torch.tensor([-0.010599, 0.0]), "From (-5, -2) it must come here.")


@case(also=("float64", "single", "noncontiguous"))
def a_matrix(mine):
    """A matrix of places, on slopes that change"""
    x0 = draw(3, 4, low=0.5, high=2, signed=True)
    before = x0.clone()
    path = walk(mine, quartic, x0, 0.3, 0.625, 6)
    require(torch.equal(x0, before), "x0 was changed.")
    require(len({id(x) for x in path}) == 7, "Places in the list are one and the same tensor.")


@case(also=("zeros", "large"))
def some_flat(mine):
    """Coordinates on flat ground stay where they are"""
    mask = torch.tensor([1.0, 0.0, 1.0, 0.0])
    x0 = draw(4, low=1, high=3, signed=True)
    path = walk(mine, lambda x: mask.to(x.dtype) * x, x0, 0.7, 0.5, 5)
    close(path[-1][1], x0[1], "Where there is no slope, there is no step.")


@case
def tiny_slopes(mine):
    """Tiny slopes, where epsilon is felt: its default, and another"""
    x0 = draw(5, low=1e-3, high=4e-3, signed=True)
    walk(mine, lambda x: x, x0, 2e-4, 0.9, 4)
    walk(mine, lambda x: x, x0, 2e-4, 0.8, 4, eps=3e-4)


@case
def few_steps(mine):
    """No step at all, and one; and a second walk begins afresh"""
    x0 = torch.tensor([2.0, -8.0])
    walk(mine, valley_slope, x0, 0.25, 0.9, 0)
    walk(mine, valley_slope, x0, 0.25, 0.9, 1)
    walk(mine, valley_slope, x0, 0.25, 0.9, 3)


@case
def a_number(mine):
    """Plain numbers: three walks on x cubed"""
    for x0, eta, gamma in ((2.0, 0.5, 0.9), (-1.5, 0.1, 0.5), (0.0, 1.0, 0.99)):
        walk(mine, quartic, x0, eta, gamma, 5)
