"""Cases for corr2d."""

import torch

from tutor.grading import case, close, draw, equivalent, forbid, require, without

forbid("aten::convolution", "torch.nn.functional.conv2d")
forbid("aten::convolution_backward", "aten::conv_tbc")  # by which it can be had, too

torchs = torch.nn.functional.conv2d  # torch's own, before any solution is loaded

without("large", because="it is linear in X and in K: larger numbers only move the point")
equivalent(
    """\
-    Y = torch.zeros(rows, columns, dtype=X.dtype)
+    Y = torch.ones(rows, columns, dtype=X.dtype)""",
    because="every element is written before it is read",
)


def shape_of(n, k):
    return n[0] - k[0] + 1, n[1] - k[1] + 1


@case
def by_hand(mine):
    """The example of the statement"""
    X = torch.arange(12.0).reshape(3, 4)
    K = torch.tensor([[0.0, 1.0], [2.0, 3.0]])
    Y = mine.corr2d(X, K)
    right = torch.tensor([[24.0, 30.0, 36.0], [48.0, 54.0, 60.0]])
    close(Y, right, "Lay the kernel on the image and work it out by hand.")


@case
def a_single_one(mine):
    """A kernel with a single 1 cuts out a piece of the image"""
    X = draw(5, 6, low=1, high=9)
    for a, b in ((0, 0), (2, 0), (0, 1), (1, 1)):
        K = torch.zeros(3, 2)
        K[a, b] = 1
        Y = mine.corr2d(X, K)
        close(Y, X[a : a + 3, b : b + 5], f"K is 1 at [{a}, {b}] only, so Y is X from there on.")


@case(also=("float64", "noncontiguous", "single", "negative"))
def against_torch(mine):
    """A tall image, a tall kernel, against torch's own"""
    X, K = draw(7, 5, low=-2, high=3, grad=True), draw(3, 2, low=-1, high=2, grad=True)
    Y = mine.corr2d(X, K)
    close(Y, torchs(X[None, None], K[None, None])[0, 0], "torch's own gives something else.")


@case(also=("noncontiguous",))
def other_sizes(mine):
    """Wide, square, a single pixel; kernels of one row, one column, as large as the image"""
    for n, k in (
        ((4, 9), (2, 4)), ((4, 4), (2, 2)), ((5, 6), (1, 2)), ((6, 3), (4, 1)), ((3, 5), (1, 1)),
        ((4, 3), (4, 3)), ((2, 6), (2, 1)), ((5, 3), (1, 3)), ((1, 1), (1, 1)),
    ):  # fmt: skip
        Y = mine.corr2d(draw(*n, low=-2, high=3), draw(*k, low=-1, high=2))
        require(Y.shape == shape_of(n, k), f"X is {n} and K is {k}: Y must be {shape_of(n, k)}.")


@case(also=("float64", "noncontiguous"))
def the_way_back(mine):
    """The gradients of the sum of Y, for image and kernel, also where these are 0"""
    X, K = draw(4, 6, low=1, high=3, grad=True), draw(2, 3, low=1, high=2, grad=True)
    with torch.no_grad():  # what is 0 has a gradient, too
        X[:2, :3], K[0, 1] = 0, 0
    Y = mine.corr2d(X, K)
    require(Y.requires_grad, "Y doesn't know that it came from X and K.")
    Y.sum().backward()
    require(X.grad is not None, "No gradient comes back to X.")
    require(K.grad is not None, "No gradient comes back to K.")
    under = [[X[a : a + 3, b : b + 4].sum() for b in range(3)] for a in range(2)]
    close(K.grad, torch.tensor(under).to(K), "The gradient of K is the sum of what lay under it.")
    close(X.grad.sum(), 12 * K.sum(), "Each of the 12 places hands all of K back to X.")


@case
def only_one_learns(mine):
    """A gradient for the kernel alone, then for the image alone"""
    mine.corr2d(draw(5, 4), draw(2, 3, grad=True))
    mine.corr2d(draw(5, 4, grad=True), draw(2, 3))
