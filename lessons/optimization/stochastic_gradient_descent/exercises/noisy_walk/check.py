"""Cases for noisy_walk. The noise is found again: what a step holds beside the slope."""

import math

import torch

from tutor.grading import case, close, draw, equivalent, require, stat

equivalent(
    """
-        xs.append(x - eta * (slope(x) + noise))
+        xs.append(x - eta * (slope(x) - noise))
    """,
    because="Normal noise around 0 is distributed as its negative is.",
)

BENDS = (2.0, 4.0)


def bowl(x):
    """The slopes of x1² + 2 x2² for each pair, the last dimension."""
    return torch.tensor(BENDS, dtype=x.dtype) * x


def walk(mine, x0, eta, scale, steps):
    """The iterates of a walk on the bowl; sure to be a list of the right length."""
    xs = mine.noisy_walk(bowl, x0, eta, scale, steps)
    require(isinstance(xs, list | tuple), "noisy_walk must return a list of all iterates.")
    message = f"The list must hold steps + 1 = {steps + 1} iterates; yours holds {len(xs)}."
    require(len(xs) == steps + 1, message)
    for x in xs:
        right = isinstance(x, torch.Tensor) and x.shape == x0.shape and x.dtype == x0.dtype
        require(right, "An iterate hasn't the shape and dtype of x0.")
    return list(xs)


def noise_of(mine, eta=0.25, scale=0.5, steps=10, walkers=300):
    """The noise on the slopes of many walks at once, (steps, walkers, 2)."""
    x0 = torch.zeros(walkers, 2, dtype=torch.float64)
    xs = torch.stack(walk(mine, x0, eta, scale, steps))
    return (xs[:-1] - xs[1:]) / eta - bowl(xs[:-1])


@case(random=True, also=("float64", "large"))
def quiet(mine):
    """With scale 0 there is no noise: plain gradient descent"""
    x0 = draw(2, low=1, high=5, signed=True)
    kept = x0.clone()
    xs = walk(mine, x0, 0.1, 0.0, 6)
    require(torch.equal(x0, kept), "x0 itself was changed.")
    shrink = 1 - 0.1 * torch.tensor(BENDS, dtype=x0.dtype)
    for t, x in enumerate(xs):
        close(x, shrink**t * x0, "Without noise each step multiplies by 0.8 and 0.6.")


@case(random=True)
def around_zero(mine):
    """The noise has the mean 0"""
    for scale in (0.5, 0.1, 3.0):
        noise = noise_of(mine, scale=scale)
        stat(noise, 0.0, scale, "The mean of the noise isn't 0.")


@case(random=True)
def as_wide_as_asked(mine):
    """The noise has the standard deviation `scale`, whatever the rate"""
    for eta, scale in ((0.25, 0.5), (0.1, 0.5), (0.25, 0.1), (0.05, 3.0)):
        noise = noise_of(mine, eta, scale)
        stat.std(noise, 0.0, scale, f"With scale={scale}, eta={eta} the spread is another.")


@case(random=True)
def normal(mine):
    """The noise is normally distributed"""
    noise = noise_of(mine, scale=2.0, walkers=6000) / 2.0
    stat.distribution(
        noise.flatten(),
        lambda z: (1 + torch.erf(torch.as_tensor(z) / math.sqrt(2))) / 2,
        "The noise isn't normally distributed with this scale.",
    )


@case(random=True)
def each_its_own(mine):
    """Each number has noise of its own, at each step and in each walk"""
    noise, again = noise_of(mine), noise_of(mine)
    wide = 0.5 * math.sqrt(2)  # of the difference of two that are independent
    pairs = (
        (noise[..., 0] - noise[..., 1], "Both coordinates get the same noise."),
        (noise[:, ::2] - noise[:, 1::2], "Numbers of x get the same noise."),
        (noise[::2] - noise[1::2], "Two steps get the same noise."),
        (noise - again, "Two walks get the same noise."),
    )
    for difference, message in pairs:
        stat.std(difference, 0.0, wide, message)
    pair = noise_of(mine, steps=3000, walkers=1)
    stat.std(pair.sum(dim=-1), 0.0, wide, "In an x of two numbers, one noise depends on the other.")


@case(random=True)
def where_it_ends(mine):
    """After 20 steps of 2000 walks, their middle is where the quiet walk ends"""
    x0 = torch.tensor([-5.0, -2.0]).repeat(2000, 1)
    ends = walk(mine, x0, 0.1, 1.0, 20)[-1]
    for k, bend in enumerate(BENDS):
        a = 1 - 0.1 * bend
        wide = 0.1 * math.sqrt((1 - a**40) / (1 - a**2))
        stat(ends[:, k], a**20 * x0[0, k].item(), wide, f"x{k + 1} ends beside it.")


@case(random=True, also=("float64", "single", "noncontiguous"))
def kept_apart(mine):
    """Iterates are different tensors, and x0 is left alone"""
    x0 = draw(3, 2, low=1, high=2)
    kept = x0.clone()
    xs = walk(mine, x0, 0.1, 0.3, 4)
    require(torch.equal(x0, kept), "x0 itself was changed.")
    require(torch.equal(xs[0], kept), "The first iterate must be x0, without noise.")
    require(len({id(x) for x in xs}) == 5, "Iterates in the list are one and the same tensor.")
    mine.noisy_walk(lambda x: x, x0, 0.1, 0.3, 2)
    require(torch.equal(x0, kept), "Where slope(x) is x itself, x0 was changed.")
    walk(mine, x0, 0.1, 0.3, 0)
