"""Cases for softmax."""

import torch

from tutor.grading import case, close, draw, equivalent, forbid, require

forbid("torch.softmax", "torch.log_softmax")

equivalent(
    """
-    largest = X.amax(dim=1, keepdim=True)  # (n, 1)
+    largest = X.amax(dim=1, keepdim=True).detach()  # (n, 1)
""",
    because="Whatever is subtracted from a row cancels, so no gradient flows through it: detaching "
    "the largest score changes nothing, and many do so to save work.",
)

torchs = torch.softmax  # torch's own, before any solution is loaded


@case
def by_hand(mine):
    """The example of the statement"""
    X = torch.tensor([[1.0, 2.0, 5.0], [1.0, 1.0, 2.0]]).log()
    P = mine.softmax(X)
    right = torch.tensor([[0.125, 0.25, 0.625], [0.25, 0.25, 0.5]])
    close(P, right, "exp of a row is in proportion to 1, 2, 5 or to 1, 1, 2.")


@case(also=("float64", "noncontiguous", "single", "zeros", "negative"))
def against_torch(mine):
    """Seven rows, four columns, against torch's own"""
    X = draw(7, 4, low=-3, high=5, grad=True)
    P = mine.softmax(X)
    close(P, torchs(X, 1), "torch's own softmax gives something else.")


@case(also=("noncontiguous",))
def other_shapes(mine):
    """One column, two, many; as many rows as columns"""
    for n, q in ((5, 1), (3, 2), (2, 9), (4, 4)):
        P = mine.softmax(draw(n, q, low=-4, high=4, grad=True))
        close(P.sum(dim=1), torch.ones(n), "Every row of probabilities adds up to 1.")


@case(tolerance=1e-3, also=("float64",))
def a_thousand(mine):
    """Single rows of about 1000, -1000, 88 and -1e30"""
    for row in (
        [1000.0, 0, -1000], [-1002.0, -1000, -1001], [-1000.0, 999, 1000],
        [88.0, 88, 87],  # exp of each is finite, but not their sum
        [-2e30, -1e30, -3e30],  # below every number that one might take for the lowest
    ):  # fmt: skip
        P = mine.softmax(torch.tensor([row], dtype=draw.dtype, requires_grad=True))
        shifted = torch.tensor([row], dtype=torch.float64) - max(row)
        close(P, shifted.exp() / shifted.exp().sum(), "Only differences within a row matter.")


@case(tolerance=1e-3, also=("float64",))
def far_apart(mine):
    """Rows far from one another: the same row moved by 1000 either way"""
    row, far = draw(1, 5, low=-2, high=2), torch.tensor([[0.0], [1000], [-1000], [-90], [300]])
    P = mine.softmax((row + far).requires_grad_())
    close(P, torchs(row, 1).expand(5, 5), "Adding a number to a row changes no probability.")


@case(tolerance=1e-3, also=("float64",))
def the_unlikely(mine):
    """Tiny probabilities: how many times smaller they are is right, too"""
    X = draw(6, 3, low=-20, high=20)
    P = mine.softmax(X)
    require((P > 0).all(), "A small probability has become 0.")
    logs, largest = P.double().log(), X.amax(dim=1, keepdim=True)
    ratios = logs - logs.amax(dim=1, keepdim=True)
    close(ratios, X - largest, "log P must differ within a row by as much as X does.")


@case(also=("float64",))
def the_way_back(mine):
    """The gradient, worked out on paper"""
    X, W = draw(4, 6, low=-2, high=2, grad=True), draw(4, 6)
    P = mine.softmax(X)
    require(P.requires_grad, "The probabilities don't know that they came from X.")
    (P * W).sum().backward()
    Q = torchs(X.detach(), 1)
    right = Q * (W - (Q * W).sum(dim=1, keepdim=True))
    close(X.grad, right, "The derivative of p_j by x_k is p_j (1 - p_j), or -p_j p_k.")
