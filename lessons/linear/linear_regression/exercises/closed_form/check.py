"""Cases for closed_form."""

import torch

from tutor.grading import case, close, draw, equivalent, require, without

without("single", because="Through one point go many lines: nothing says which is meant.")
without("gradient", because="How the system is solved is free, and numpy carries no gradient.")
equivalent(
    """
    -    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)  # (n, d + 1)
    +    A = torch.cat([X, torch.ones_like(y[:, :1])], dim=1)  # (n, d + 1)
    """,
    because="X and y have n rows and one dtype, so a column of ones beside either is the same.",
)


@case(tolerance=1e-4)
def three_points(mine):
    """Three points on the line y = 2x + 1"""
    X = torch.tensor([[0.0], [1.0], [2.0]])
    y = torch.tensor([[1.0], [3.0], [5.0]])
    w, b = mine.closed_form(X, y)
    close(w, torch.tensor([[2.0]]), "The slope of that line is 2.", tolerance=1e-4)
    close(b, torch.tensor([1.0]), "That line meets the y axis at 1.", tolerance=1e-4)


@case(tolerance=1e-4, also=("noncontiguous",))
def on_a_plane(mine):
    """Labels exactly on a plane, four features"""
    X, w_true, b_true = draw(30, 4), draw(4, 1, low=1, high=3, signed=True), 2.5
    w, b = mine.closed_form(X, X @ w_true + b_true)
    close(w, w_true, "These labels were made with other weights.", tolerance=1e-4)
    close(b, torch.tensor([b_true]), "These labels were made with another bias.", tolerance=1e-4)


@case(tolerance=1e-7)
def like_torch(mine):
    """Noisy labels, float64, against torch.linalg.lstsq"""
    X, y = draw(40, 3, dtype=torch.float64), draw(40, 1, low=1, high=5, dtype=torch.float64)
    w, b = mine.closed_form(X, y)
    theta = torch.linalg.lstsq(torch.cat([X, torch.ones_like(y)], dim=1), y).solution
    close(w, theta[:3], "torch.linalg.lstsq finds other weights.", tolerance=1e-7)
    close(b, theta[3], "torch.linalg.lstsq finds another bias.", tolerance=1e-7)


@case(tolerance=1e-7)
def right_angles(mine):
    """What is left over has nothing of any feature in it"""
    X, y = draw(25, 6, dtype=torch.float64), draw(25, 1, dtype=torch.float64)
    w, b = mine.closed_form(X, y)
    left = y - X @ w.reshape(6, 1) - b  # (25, 1)
    require(left.sum().abs() < 1e-9, "The errors must add up to 0: the bias could be better.")
    along = (X.T @ left).abs().max()
    require(along < 1e-9, "The errors still go along with a feature: its weight could be better.")


@case(tolerance=1e-6)
def far_from_zero(mine):
    """Features and labels that lie far from zero"""
    X = draw(20, 2, low=2, high=4, dtype=torch.float64)
    y = draw(20, 1, low=150, high=160, dtype=torch.float64)
    mine.closed_form(X, y)


@case(tolerance=1e-4)
def a_thousand_houses(mine):
    """The lesson's data: y = 2 x₁ - 3.4 x₂ + 4.2, with noise"""
    X = torch.randn(1000, 2)
    w_true, b_true = torch.tensor([[2.0], [-3.4]]), torch.tensor([4.2])
    w, b = mine.closed_form(X, X @ w_true + b_true + 0.01 * torch.randn(1000, 1))
    close(w, w_true, "The weights lie too far from 2 and -3.4.", tolerance=0.0016)
    close(b, b_true, "The bias lies too far from 4.2.", tolerance=0.0016)
