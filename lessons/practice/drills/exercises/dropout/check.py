"""Cases for dropout. No element of X is 0, so a 0 in the result was dropped."""

import torch

from tutor.grading import case, close, draw, forbid, raises, require, stat

forbid("torch.nn.functional.dropout", "torch.nn.Dropout")
# Each channel of an X that is reshaped to channels of one element is an element.
forbid(*(f"torch.nn.functional.dropout{d}d" for d in (1, 2, 3)))
forbid("torch.feature_dropout", "torch.alpha_dropout")


def numbers(*shape, grad=False):
    """Numbers of both signs, none of them near 0."""
    return draw(*shape, low=0.5, high=2, signed=True, grad=grad)


def dropped(mine, X, p):
    """Result of a call, sure to be a tensor like X, and where it is 0."""
    before = X.detach().clone()
    Y = mine.dropout(X, p)
    like = isinstance(Y, torch.Tensor) and Y.shape == X.shape
    require(like, "The result must be a tensor of the shape of X.")
    require(torch.equal(X, before), "X itself has changed, the caller's own.")
    return Y, Y == 0


@case(also=("float64", "noncontiguous", "single", "zeros", "large", "negative"))
def nothing(mine):
    """p = 0: nothing is dropped"""
    X = numbers(3, 4)
    close(mine.dropout(X, 0.0), X, "With p = 0 every element stays as it is.")


@case(also=("float64", "noncontiguous"))
def everything(mine):
    """p = 1: everything is dropped"""
    X = numbers(4, 3)
    close(mine.dropout(X, 1.0), 0 * X, "With p = 1 there is nothing but zeros.")


@case(also=("float64", "noncontiguous"))
def not_training(mine):
    """After training X comes back as it is"""
    X = numbers(5, 6)
    for p in (0.3, 0.8, 1.0, 0.0):
        close(mine.dropout(X, p, training=False), X, "Unless training, nothing changes.")
    close(mine.dropout(X, 0.6, False), X, "Unless training, nothing changes.")


@case(random=True)
def now_more_now_less(mine):
    """Of six elements sometimes more are dropped, sometimes fewer"""
    X = numbers(2, 3)
    zeros = [dropped(mine, X, 0.5)[1] for _ in range(24)]
    counts = {int(zero.sum()) for zero in zeros}
    # a right answer gives the same number 24 times with a chance of (20 / 64) ** 23, about 2e-12
    require(counts != {0}, "Nothing is ever dropped, though p is 0.5.")
    require(not counts <= {0, 6}, "Either everything is dropped or nothing.")
    same = all(torch.equal(zero, zeros[0]) for zero in zeros)
    require(not same, "Every call drops the same elements.")
    require(len(counts) > 1, "Every call drops the same number of elements.")
    # 40 times the same with a chance of 2 ** -39, about 2e-12
    alone = {bool(dropped(mine, X[:1, :1], 0.5)[1].all()) for _ in range(40)}
    require(len(alone) > 1, "An X of one element must be dropped now and then, but not always.")


@case(random=True, also=("float64", "noncontiguous", "single"))
def zero_or_larger(mine):
    """Each element is 0 or x / (1 - p), in any shape"""
    for shape, p in (((6, 5), 0.25), ((12,), 0.6), ((2, 3, 4), 0.8), ((4, 6), 0.1)):
        X = numbers(*shape)
        Y, zero = dropped(mine, X, p)
        factors = (Y / X)[~zero]
        require(not (factors == 1).any(), "What is kept has not grown.")
        one = (factors - factors.mean()).abs() < 1e-5
        require(one.all(), "What is kept is multiplied by different numbers, or isn't finite.")
        # In this form close to 1 / (1 - p) also where nothing was kept.
        close(torch.where(zero, 0, Y), X * ~zero / (1 - p), "What is kept has to be x / (1 - p).")


@case(random=True)
def by_itself(mine):
    """Each element by itself, and anew at each call"""
    X = numbers(20, 24, 22)
    _, zero = dropped(mine, X, 0.5)
    n = zero.numel() // 2
    flat = zero.flatten()
    for same, where in (
        (zero[0::2] == zero[1::2], "Neighbours along the first dimension"),
        (zero[:, 0::2] == zero[:, 1::2], "Neighbours along the second dimension"),
        (zero[:, :, 0::2] == zero[:, :, 1::2], "Neighbours along the last dimension"),
        (flat[:n] == flat[n:], "The two halves of X"),
        (flat[:n] == flat[n:].flip(0), "The two halves of X, one of them mirrored,"),
    ):
        what = f"{where} aren't dropped independently of one another."
        stat.fraction(same.sum(), n, 0.5, what)
    _, again = dropped(mine, X, 0.5)
    stat.fraction((zero == again).sum(), 2 * n, 0.5, "Two calls drop the same elements.")


@case(random=True)
def how_many(mine):
    """As many zeros as chance makes, for p = 0.25 and p = 0.8"""
    for p in (0.25, 0.8):
        X = numbers(110, 90)
        _, zero = dropped(mine, X, p)
        some = zero.any() and not zero.all()
        require(some, "Either everything is dropped or nothing.")
        what = "more" if zero.sum() > p * X.numel() else "fewer"
        stat.fraction(zero.sum(), X.numel(), p, f"There are {what} zeros than p explains.")
        for chosen in (X > 0, X.abs() > 1.25):
            what = "What is dropped must not depend on its value."
            stat.fraction(zero[chosen].sum(), int(chosen.sum()), p, what)
    with torch.no_grad():
        _, zero = dropped(mine, X, 0.5)
    require(zero.any(), "Whether it trains is told by `training`, not by autograd.")


@case(random=True, also=("float64",))
def the_way_back(mine):
    """The gradient: 1 / (1 - p) where something was kept, else 0"""
    for p in (0.4, 0.0):
        H, W = numbers(7, 5, grad=True), draw(7, 5)
        Y, zero = dropped(mine, 2 * H, p)
        require(Y.requires_grad, "The result doesn't know that it came from X.")
        (Y * W).sum().backward()
        right = 2 * W * ~zero / (1 - p)
        close(H.grad, right, "The gradient must pass where the elements pass.")
    H = numbers(7, 5, grad=True)
    Y = mine.dropout(2 * H, 0.4, training=False)
    require(Y.requires_grad, "The result doesn't know that it came from X.")
    Y.sum().backward()
    close(H.grad, torch.full_like(H, 2), "Unless training, the gradient passes as it is.")


@case
def refused(mine):
    """A p below 0 or above 1, training or not"""
    for p in (-0.1, 1.5):
        raises((ValueError, AssertionError), mine.dropout, numbers(2, 3), p)
        raises((ValueError, AssertionError), mine.dropout, numbers(2, 3), p, training=False)
