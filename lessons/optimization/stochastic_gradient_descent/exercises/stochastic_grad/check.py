"""Cases for stochastic_grad. The objectives note who asks them."""

import torch

from tutor.grading import case, close, draw, require


def bowls(centres, asked=None):
    """For each row c of centres the objective |x - c|² / 2 · (its number + 1)."""

    def bowl(k):
        def f(x):
            if asked is not None:
                asked.append(k)
            return (k + 1) * ((x - centres[k]) ** 2).sum() / 2

        return f

    return [bowl(k) for k in range(len(centres))]


def waves(n):
    """Objectives that bend differently: sums of sin((k + 1) x) and x³."""
    return [lambda x, k=k: torch.sin((k + 1) * x).sum() + (k - 1) * (x**3).sum() for k in range(n)]


@case
def by_hand(mine):
    """The example of the statement"""
    fs = [lambda x: (x**2).sum(), lambda x: 3 * x.sum()]
    x = torch.tensor([1.0, 2.0])
    for i, g in ((0, [2.0, 4.0]), (1, [3.0, 3.0])):
        close(mine.stochastic_grad(fs, x, i), torch.tensor(g), "Work it out by hand.")


@case(also=("float64", "large", "noncontiguous"))
def each_of_them(mine):
    """Each of four examples, in two rounds"""
    fs = bowls(draw(4, 3, low=2, high=5))
    x = draw(3, low=-2, high=-1)
    for i in (2, 0, 3, 1, 1, 2):
        mine.stochastic_grad(fs, x, i)


@case(also=("float64",))
def unbiased(mine):
    """The mean over all examples is the whole gradient"""
    centres, x = draw(5, 2, low=1, high=4), draw(2)
    fs = bowls(centres)
    mean = sum(mine.stochastic_grad(fs, x, i) for i in range(5)) / 5
    k = torch.arange(1, 6, dtype=x.dtype)[:, None]
    close(mean, (k * (x - centres)).mean(dim=0), "The mean isn't the gradient of the mean.")


@case(also=("single", "zeros", "noncontiguous"))
def a_matrix(mine):
    """A matrix of parameters, and objectives that bend"""
    x = draw(2, 3, low=0.2, high=1.5, signed=True)
    for i in range(3):
        mine.stochastic_grad(waves(3), x, i)


@case
def only_one(mine):
    """Of a hundred examples only one is asked"""
    asked = []
    fs = bowls(draw(100, 2), asked)
    mine.stochastic_grad(fs, draw(2), 42)
    others = set(asked) - {42}
    require(not others, f"Example 42 was wanted, and {len(others)} others were asked, too.")


@case
def left_alone(mine):
    """x stays an ordinary tensor, and the result is one, too"""
    x = draw(3, low=1, high=2)
    fs = bowls(draw(2, 3))
    kept = x.clone()
    g = mine.stochastic_grad(fs, x, 1)
    require(torch.equal(x, kept), "x itself was changed.")
    require(not x.requires_grad, "x requires a gradient now; it didn't before.")
    require(x.grad is None, "x has a .grad now; it had none before.")
    require(isinstance(g, torch.Tensor), "The gradient must be a tensor.")
    require(not g.requires_grad, "The result still hangs on autograd's record.")
