"""Cases for xavier_uniform. All weights are random, so all are judged by laws that hold for all."""

import math

import torch

from tutor.grading import case, forbid, require, stat

forbid("torch.nn.init.xavier_uniform_")

# How far the weights reach, in words: a report of a random result is compared without its digits.
REACHES = (
    "hardly anywhere", "a tenth as far", "two tenths as far", "three tenths as far",
    "four tenths as far", "half as far", "six tenths as far", "seven tenths as far",
    "eight tenths as far", "nine tenths as far", "just about as far", "a tenth farther",
    "two tenths farther", "three tenths farther", "four tenths farther", "half as far again",
    "six tenths farther", "seven tenths farther", "eight tenths farther", "nine tenths farther",
    "twice as far", "more than twice as far",
)  # fmt: skip


def weights(mine, fan_in, fan_out):
    """Weights from a call, sure to be a tensor of the right shape."""
    W = mine.xavier_uniform(fan_in, fan_out)
    right = isinstance(W, torch.Tensor) and W.shape == (fan_out, fan_in)
    require(right, "The result must be a tensor of shape (fan_out, fan_in).")
    require(W.isfinite().all(), "A weight is infinite or not a number.")
    return W.detach()


def reach(W, bound):
    """How far the largest of many weights reaches."""
    return REACHES[min(round(10 * float(W.abs().max()) / bound), len(REACHES) - 1)]


def judge(mine, fan_in, fan_out):
    """Uniform on (-B, B)? Needs some thousand weights."""
    W, bound = weights(mine, fan_in, fan_out), math.sqrt(6 / (fan_in + fan_out))
    largest = float(W.abs().max())
    stat.fraction((W > 0).sum(), W.numel(), 0.5, "About half of the weights should be above 0.")
    # Held against their own reach first: is it a uniform law at all?
    stat.uniform(W, -largest, largest, "The weights aren't spread evenly between their extremes.")
    # All of 7 000 right weights below 0.995 B: a chance of 6e-16.
    right = 0.995 * bound < largest <= 1.00001 * bound
    require(right, f"The weights reach to another bound than B: {reach(W, bound)}.")


@case(random=True)
def two_by_four(mine):
    """From 4 numbers to 2: two rows of four, in float32"""
    W = weights(mine, 4, 2)
    require(W.dtype == torch.float32, f"The weights are {W.dtype}, not float32.")


@case(random=True)
def wide(mine):
    """From 160 numbers to 60: evenly spread, and as far as B"""
    judge(mine, 160, 60)


@case(random=True)
def tall(mine):
    """From 40 numbers to 260: evenly spread, and as far as B"""
    judge(mine, 40, 260)


@case(random=True)
def as_many(mine):
    """From 80 numbers to 90, one or the other of them 1, and both"""
    judge(mine, 80, 90)
    for fan_in, fan_out in ((1, 7), (6, 1), (1, 1), (3, 5)):
        W = weights(mine, fan_in, fan_out)
        bound = math.sqrt(6 / (fan_in + fan_out))
        require((W.abs() <= 1.00001 * bound).all(), "A weight is larger than B.")


@case(random=True)
def by_itself(mine):
    """Each weight by itself, and other ones at each call"""
    W, V = weights(mine, 60, 50), weights(mine, 60, 50)
    require(not torch.equal(W, V), "Two calls give the same weights.")
    # of 3000 sizes of float32 a chance of 1e-12 and less brings 30 together
    several = W.abs().unique().numel() > 0.99 * W.numel()
    require(several, "Many weights are equal, but for the sign.")
    common = torch.isin(V, W).sum() > 0.01 * V.numel()
    require(not common, "Many weights come again in the next call.")
    scale = 3 / float(W.abs().max()) ** 2  # of a product of two: standard deviation 1
    for pairs, what in (
        (W[0::2] * W[1::2], "Weights of neighbouring rows hang together."),
        (W[:, 0::2] * W[:, 1::2], "Weights of neighbouring columns hang together."),
        (W * V, "Weights of two calls hang together."),
    ):
        stat(pairs * scale, 0, 1, what)


@case(random=True)
def many_small_ones(mine):
    """Two dozen layers from 8 numbers to 6: as far as B there, too"""
    bound = math.sqrt(6 / (8 + 6))
    W = torch.stack([weights(mine, 8, 6) for _ in range(24)])
    require(not torch.equal(W[0], W[1]), "Two calls give the same weights.")
    require((W.abs() <= 1.00001 * bound).all(), "A weight is larger than B.")
    # all of 1152 right weights below 0.98 B: a chance of 8e-11
    require(W.abs().max() > 0.98 * bound, "In a small layer the weights don't reach as far as B.")
    # all 24 right ones above 0.999 B: a chance of 1e-31 and less
    chance = (W.abs().amax(dim=(1, 2)) < 0.999 * bound).any()
    require(chance, "In every small layer the largest weight is B itself: chance seldom hits it.")


@case(random=True)
def a_leaf(mine):
    """If a gradient is asked for, it arrives"""
    W = mine.xavier_uniform(5, 3)
    leaf = isinstance(W, torch.Tensor) and W.is_leaf
    require(leaf, "The weights have a history, so a gradient would never arrive at them.")
