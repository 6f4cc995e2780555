"""Cases for gd."""

import math

import torch

from tutor.grading import case, close, draw, require


def parabola(x):
    """The slope of x²."""
    return 2 * x


def wave(x):
    """The slope of x cos(0.15 π x)."""
    a = 0.15 * math.pi
    return math.cos(a * x) - a * x * math.sin(a * x)


def bowl(x):
    """The slopes of x₁² + 2 x₂² + 3 x₃²."""
    return torch.tensor([2.0, 4.0, 6.0], dtype=x.dtype) * x


def cubes(X):
    """The slopes of the sum of all entries to the fourth power, over 4."""
    return X**3


def askew(x):
    """The slopes of x₁² + x₁x₂ + 2 x₂², asked of autograd."""
    x = x.detach().requires_grad_()
    f = x[0] ** 2 + x[0] * x[1] + 2 * x[1] ** 2
    return torch.autograd.grad(f, x)[0]


def itself(x):
    """The slopes of half the sum of squares: x itself, no copy of it."""
    return x


def walk(mine, grad, x0, eta, steps):
    """The places of a walk; sure to be a list of the right length."""
    xs = mine.gd(grad, x0, eta, steps)
    require(isinstance(xs, list | tuple), "gd must return a list of all places.")
    message = f"The list must hold steps + 1 = {steps + 1} places; yours holds {len(xs)}."
    require(len(xs) == steps + 1, message)
    return xs


def on_a_parabola(mine, eta, steps):
    """A walk on x² from 10 obeys x_k = (1 - 2 eta)^k · 10."""
    xs = walk(mine, parabola, 10.0, eta, steps)
    law = [10.0 * (1 - 2 * eta) ** k for k in range(steps + 1)]
    message = f"On x² each step multiplies x by 1 - 2 · {eta} = {1 - 2 * eta:g}."
    close(torch.tensor(xs).double(), torch.tensor(law).double(), message, tolerance=1e-5)
    return xs


@case
def ten_steps(mine):
    """Ten steps on x² from 10, at 0.2"""
    on_a_parabola(mine, 0.2, 10)


@case
def other_rates(mine):
    """Too timid and too bold: 0.05 and 1.1, and where they are known to end"""
    for eta, end in ((0.05, 3.486784), (1.1, 61.917364)):
        xs = on_a_parabola(mine, eta, 10)
        close(torch.tensor(xs[-1]), torch.tensor(end), "The walk ends elsewhere.", tolerance=1e-6)


@case
def another_function(mine):
    """On x cos(0.15πx), from three starts"""
    for x0 in (10.0, -3.5, 0.0):
        walk(mine, wave, x0, 0.3, 7)


@case
def few_steps(mine):
    """No step at all, and one"""
    walk(mine, parabola, 3.0, 0.1, 0)
    walk(mine, parabola, 3.0, 0.1, 1)


@case(also=("float64", "large"))
def in_space(mine):
    """Down a bowl, with a tensor of three numbers"""
    x0 = draw(3, low=1, high=5, signed=True)
    before = x0.clone()
    xs = walk(mine, bowl, x0, 0.1, 8)
    require(len({id(x) for x in xs}) == 9, "Places in the list are one and the same tensor.")
    shrink = torch.tensor([0.8, 0.6, 0.4], dtype=x0.dtype) ** 8
    close(xs[-1], shrink * before, "Each coordinate shrinks by a factor of its own.")


@case(also=("single", "noncontiguous", "zeros"))
def a_matrix(mine):
    """A matrix of starts, on a steeper slope"""
    walk(mine, cubes, draw(2, 4, low=0.5, high=1.5, signed=True), 0.05, 6)


@case
def lying_askew(mine):
    """Down a bowl that lies askew, whose slopes autograd finds"""
    walk(mine, askew, draw(2, low=1, high=5), 0.1, 5)


@case
def slope_is_place(mine):
    """Where the slope at x is x itself, the same tensor"""
    walk(mine, itself, draw(4, low=1, high=5, signed=True), 0.25, 5)


@case
def twice(mine):
    """A second walk begins afresh"""
    walk(mine, parabola, 4.0, 0.25, 3)
    walk(mine, parabola, -1.0, 0.25, 2)
