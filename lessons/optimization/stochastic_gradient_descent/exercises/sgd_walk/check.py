"""Cases for sgd_walk. What a draw is, only the gradient knows."""

import torch

from tutor.grading import case, close, draw, equivalent, require, without

without("several", because="one place is walked from, and the slope has its shape")
equivalent(
    """
-        x = x - rate(t) * grad(x, draw)
+        x = (x - rate(t) * grad(x, draw)).detach()
    """,
    because="No gradient is asked for: a walk is not trained, it trains.",
)


def walk(mine, grad, x0, draws, rate, *, steps):
    """The places of a walk; sure to be a list of the right length."""
    xs = mine.sgd_walk(grad, x0, draws, rate)
    require(isinstance(xs, list | tuple), "sgd_walk must return a list of all iterates.")
    message = f"With {steps} draws there are {steps + 1} iterates; yours are {len(xs)}."
    require(len(xs) == steps + 1, message)
    return xs


def bowl(x, noise):
    """The slopes of x1² + 2 x2² + 3 x3², and noise."""
    return torch.tensor([2.0, 4.0, 6.0], dtype=x.dtype) * x + noise


def fading(t):
    """A rate that falls: 0.2, 0.1, 0.0667, …"""
    return 0.2 / (1 + t)


@case
def by_hand(mine):
    """The example of the statement"""
    x0 = torch.tensor([8.0])
    xs = walk(mine, lambda x, a: x - a, x0, [0, 4], lambda t: 0.5 / (t + 1), steps=2)
    close(torch.cat(xs), torch.tensor([8.0, 4.0, 4.0]), "Work it out by hand.")


@case(also=("float64",))
def no_noise(mine):
    """Without noise, at a constant rate: gradient descent"""
    x0 = draw(3, low=1, high=4, signed=True)
    xs = walk(mine, bowl, x0, [0.0] * 6, lambda t: 0.1, steps=6)
    shrink = torch.tensor([0.8, 0.6, 0.4], dtype=x0.dtype)
    for t, x in enumerate(xs):
        close(x, shrink**t * x0, f"Iterate {t} is not where gradient descent would be.")


@case(also=("float64", "large", "noncontiguous"))
def noise_on_slopes(mine):
    """Noise on the slopes, a tensor of it, and a rate that falls"""
    x0, noise = draw(3, low=1, high=4, signed=True), draw(5, 3, low=0.5, high=2, signed=True)
    kept = x0.clone()
    xs = walk(mine, bowl, x0, noise, fading, steps=5)
    require(torch.equal(x0, kept), "x0 itself was changed.")
    require(len({id(x) for x in xs}) == 6, "Iterates in the list are one and the same tensor.")
    walk(mine, lambda x, _: x, x0, noise, fading, steps=5)
    require(torch.equal(x0, kept), "Where grad returns x itself, x0 was changed.")


@case
def numbers_of_examples(mine):
    """One example at a time: draws are their numbers, some come twice"""
    X, y = draw(4, 2, low=0.5, high=1.5, signed=True), draw(4, low=1, high=3, signed=True)

    def grad(w, i):
        return (X[i] @ w - y[i]) * X[i]

    walk(mine, grad, torch.zeros(2), [2, 0, 3, 3, 1, 0], lambda t: 0.3 / (1 + t) ** 0.5, steps=6)


@case
def once_only(mine):
    """Draws that can be gone through only once"""
    noise = draw(4, 3)
    walk(mine, bowl, draw(3, low=1, high=2), iter(noise), fading, steps=4)


@case
def none_and_one(mine):
    """No draw at all, and one"""
    walk(mine, bowl, draw(3), [], fading, steps=0)
    walk(mine, bowl, draw(3), draw(1, 3), fading, steps=1)


@case(also=("noncontiguous", "single"))
def steps_rate(mine):
    """A rate that grows, then drops to zero; a matrix of starts"""
    rates = [0.01, 0.3, 0.02, 0.0]
    noise = [draw(2, 3) for _ in rates]
    x0 = draw(2, 3, low=0.5, high=1)
    walk(mine, lambda x, e: x**3 + e, x0, noise, rates.__getitem__, steps=4)
