"""Cases for minibatch_gradient."""

import torch

from tutor.grading import case, close, draw, equivalent

equivalent(
    """
    -    return part.T @ (part @ w - y[idx]) / len(idx)  # (d, k) @ (k,)
    +    return (part.T @ (part @ w - y[idx]) / len(idx)).detach()  # (d, k) @ (k,)
    """,
    because="No case has parameters that require gradients; autograd's way gives it detached, too.",
)


@case
def by_hand(mine):
    """The example of the statement"""
    X = torch.tensor([[1.0, 2.0], [5.0, 7.0], [3.0, 0.0]])
    y, w = torch.tensor([1.0, 9.0, 2.0]), torch.tensor([1.0, 1.0])
    g = mine.minibatch_gradient(w, X, y, torch.tensor([0, 2, 2]))
    close(g, torch.tensor([8 / 3, 4 / 3]), "Work it out by hand.")


@case(also=("float64", "noncontiguous", "zeros", "large"))
def some_rows(mine):
    """Four of nine rows, none of them twice"""
    X, y = draw(9, 3, low=1, high=3), draw(9, low=-2, high=5)
    mine.minibatch_gradient(draw(3, fixed=True), X, y, torch.tensor([7, 2, 4, 8]))


@case
def repeats(mine):
    """Rows that come twice and three times"""
    X, y = draw(5, 2, low=-3, high=3), draw(5, low=2, high=4)
    mine.minibatch_gradient(draw(2), X, y, torch.tensor([4, 1, 4, 0, 4, 1]))
    mine.minibatch_gradient(draw(2), X, y, torch.tensor([3, 3, 3]))


@case(also=("single",))
def one_row(mine):
    """A minibatch of one row"""
    X, y, w = draw(6, 4), draw(6, low=1, high=2), draw(4, fixed=True)
    row = len(X) - 1
    g = mine.minibatch_gradient(w, X, y, torch.tensor([row]))
    close(g, (X[row] @ w - y[row]) * X[row], "Of one row it is the error times the row.")


@case
def one_column(mine):
    """A single column, and so a single weight"""
    X, y = draw(5, 1, low=1, high=3), draw(5, low=-2, high=5)
    mine.minibatch_gradient(draw(1), X, y, torch.tensor([4, 0, 3, 0]))


@case
def all_of_them(mine):
    """The mean over an epoch's minibatches is the gradient of all"""
    X, y, w = draw(12, 2, low=-2, high=4), draw(12, low=-1, high=3), draw(2)
    whole = mine.minibatch_gradient(w, X, y, torch.arange(12))
    parts = [mine.minibatch_gradient(w, X, y, rows) for rows in draw.shuffle(12).split(4)]
    close(torch.stack(parts).mean(0), whole, "On average minibatches must be right.")
