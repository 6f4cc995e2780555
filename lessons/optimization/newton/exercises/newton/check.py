"""Cases for newton. Bowls bend far from zero, so that solving and inverting agree."""

import math

import torch

from tutor.grading import case, close, draw, equivalent, require, without

without("large", because="Far out, solving and inverting differ by more than a mistake would.")

equivalent(
    """
-        return torch.linalg.solve(H, g)  # (n,), without H⁻¹
+        return torch.linalg.solve(H, g).detach()  # (n,), without H⁻¹
    """,
    because="The start is no leaf: nobody asks for gradients through a walk.",
)

equivalent(
    """
-    if isinstance(g, torch.Tensor):
+    if isinstance(H, torch.Tensor):
    """,
    because="Slope and bend are both numbers or both tensors.",
)

WAVE = 0.15 * math.pi


def wave_slope(x):
    """The slope of x cos(0.15 π x)."""
    return math.cos(WAVE * x) - WAVE * x * math.sin(WAVE * x)


def wave_bend(x):
    """Its second derivative."""
    return -2 * WAVE * math.sin(WAVE * x) - WAVE**2 * x * math.cos(WAVE * x)


def cosh_slope(x):
    """The slope of cosh(x / 2)."""
    return 0.5 * math.sinh(0.5 * x)


def cosh_bend(x):
    """Its second derivative."""
    return 0.25 * math.cosh(0.5 * x)


def walk(mine, functions, x0, eta, steps):
    """The iterates of a walk by a slope and a bend; sure to be a list of the right length."""
    xs = mine.newton(*functions, x0, eta, steps)
    require(isinstance(xs, list | tuple), "newton must return a list of all iterates.")
    message = f"The list must hold steps + 1 = {steps + 1} iterates; yours holds {len(xs)}."
    require(len(xs) == steps + 1, message)
    if isinstance(x0, torch.Tensor):
        message = "Iterates in your list are one and the same tensor: a step changes those before."
        require(len({id(x) for x in xs}) == len(xs), message)
    return xs


def number(x):
    """A number as a tensor, to compare it."""
    return torch.tensor(float(x), dtype=torch.float64)


def bowl(n, dtype):
    """A bowl that lies askew: its matrix and its lowest place."""
    A = draw(n, n, dtype=torch.float64, fixed=True)
    H = A @ A.T + torch.diag(torch.arange(1.0, n + 1).double())
    return H.to(dtype), draw(n, low=1, high=3, signed=True, fixed=True, dtype=dtype)


@case
def by_hand(mine):
    """The example of the statement: a parabola in one step, then it stays; and with half of it"""
    parabola = (lambda x: 6 * x - 12, lambda x: 6.0)
    for steps in (1, 3):
        xs = walk(mine, parabola, 10.0, 1.0, steps)
        close(number(xs[-1]), number(2), "The parabola's lowest place is 2, one step away.")
    xs = walk(mine, parabola, 10.0, 0.5, 2)
    close(number(xs[-1]), number(4), "With eta = 0.5 each step goes half of the way.")


@case
def shallow(mine):
    """A parabola a thousand million times as shallow: the same step"""
    functions = (lambda x: 6e-9 * x - 12e-9, lambda x: 6e-9)
    xs = walk(mine, functions, 10.0, 1.0, 1)
    close(number(xs[-1]), number(2), "Slope and bend are both small, and the step is what it was.")


@case(tolerance=1e-6)
def on_cosh(mine):
    """On cosh(x/2), from 10 and from 1"""
    walk(mine, (cosh_slope, cosh_bend), 10.0, 1.0, 8)
    xs = walk(mine, (cosh_slope, cosh_bend), 1.0, 1.0, 2)
    close(number(xs[1]), number(0.0757657), "The first step from 1 ends elsewhere.", tolerance=1e-6)
    close(number(xs[2]), number(3.622e-5), "The second step from 1 ends elsewhere.", tolerance=1e-6)


@case(tolerance=1e-6)
def on_the_wave(mine):
    """On x cos(0.15πx), whole steps and half ones: where they are known to end"""
    for eta, end in ((1.0, 26.834133), (0.5, 7.269860)):
        xs = walk(mine, (wave_slope, wave_bend), 10.0, eta, 10)
        close(number(xs[-1]), number(end), "The walk ends elsewhere.", tolerance=2e-6)


@case(tolerance=1e-4, also=("float64",))
def askew(mine):
    """A bowl of three variables that lies askew"""
    x0 = draw(3, low=3, high=6, signed=True)
    H, lowest = bowl(3, x0.dtype)
    before, far = x0.clone(), 1 + x0.abs().max().item()
    xs = walk(mine, (lambda x: H @ (x - lowest), lambda x: H), x0, 1.0, 1)
    message = "On a quadratic the first whole step leads to the lowest place."
    close(xs[-1] / far, lowest / far, message, tolerance=1e-4)
    xs = walk(mine, (lambda x: H @ (x - lowest), lambda x: H), x0, 0.25, 3)
    left = lowest + 0.75**3 * (before - lowest)
    close(xs[-1] / far, left / far, "With eta = 0.25, three quarters are left.", tolerance=1e-4)


@case(tolerance=1e-4, also=("float64", "noncontiguous", "zeros", "single"))
def bending(mine):
    """A valley whose bend changes from place to place"""
    x0 = draw(4, low=0.5, high=1.5, signed=True)
    n = len(x0)
    H, lowest = bowl(n, x0.dtype)

    def gradf(x):
        return H @ (x - lowest) + x**3

    def hessf(x):
        return H + torch.diag(3 * x**2)

    walk(mine, (gradf, hessf), x0, 1.0, 3)
    walk(mine, (gradf, hessf), x0, 0.3, 4)


@case
def many_digits(mine):
    """In float64, to eight digits"""
    x0 = draw(2, low=3, high=6, signed=True, dtype=torch.float64)
    H, lowest = bowl(2, x0.dtype)
    xs = walk(mine, (lambda x: H @ (x - lowest), lambda x: H), x0, 0.5, 2)
    message = "With eta = 0.5 a quarter is left after two steps, in all digits of float64."
    close(xs[-1], lowest + (x0 - lowest) / 4, message, tolerance=1e-10)
    walk(mine, (lambda x: H @ (x - lowest), lambda x: H), x0, 1.0, 4)


@case
def on_a_saddle(mine):
    """A saddle, up in one direction and down in another: each step leads towards it"""
    H = torch.tensor([[1.0, 2.0], [2.0, -1.0]], dtype=torch.float64)
    x0, saddle = draw(2, low=3, high=6, dtype=torch.float64), torch.ones(2, dtype=torch.float64)
    for eta, left in ((1.0, 0), (0.5, 0.25)):
        xs = walk(mine, (lambda x: H @ (x - saddle), lambda x: H), x0, eta, 2)
        message = "The formula leads to the saddle, whichever way the ground bends."
        close(xs[-1], saddle + left * (x0 - saddle), message)


@case
def few_steps(mine):
    """No step at all, and one; and it goes on where the slope is nearly zero"""
    walk(mine, (cosh_slope, cosh_bend), 3.0, 0.5, 0)
    walk(mine, (cosh_slope, cosh_bend), 3.0, 0.5, 1)
    walk(mine, (cosh_slope, cosh_bend), 1e-6, 0.5, 5)
