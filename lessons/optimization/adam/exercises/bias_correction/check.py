"""Cases for bias_correction."""

import torch

from tutor.grading import case, close, draw, equivalent

equivalent(
    """
-    return v / (1 - beta**t)
+    return (v / (1 - beta ** t)).detach()
    """,
    because="No gradient is asked for: an optimizer's averages are not trained.",
)


@case
def by_hand(mine):
    """The two examples of the statement"""
    v_hat = mine.bias_correction(torch.tensor([0.2, -0.4]), 0.9, 1)
    close(v_hat, torch.tensor([2.0, -4.0]), "After one step 0.1 of the weight is there.")
    v_hat = mine.bias_correction(torch.tensor([1.5, -0.75]), 0.5, 2)
    close(v_hat, torch.tensor([2.0, -1.0]), "After two steps with 0.5 it is 0.75.")


@case(also=("float64", "noncontiguous", "single", "empty", "zeros", "negative", "large"))
def any_shape(mine):
    """Several shapes, both signs, early and late steps"""
    mine.bias_correction(draw(4, 3, low=-3, high=3), 0.9, 3)
    mine.bias_correction(draw(5, low=-3, high=3), 0.75, 7)
    mine.bias_correction(draw(2, 3, 4, low=1, high=9), 0.999, 20)
    mine.bias_correction(draw(6, low=1, high=9), 0.999, 1500)


@case(tolerance=1e-4)
def one_slope(mine):
    """Always the same slope: corrected, the average is that slope in every step"""
    g = draw(3, low=1, high=4, signed=True)
    for beta in (0.9, 0.6):
        v = torch.zeros(3)
        for t in range(1, 31):
            v = beta * v + (1 - beta) * g
            close(mine.bias_correction(v, beta, t), g, f"In step {t} it must be the slope.")


@case
def nothing_remembered(mine):
    """With beta 0 the average is the newest slope, and nothing is missing"""
    v = draw(6, low=-2, high=2)
    for t in (1, 2, 50):
        close(mine.bias_correction(v, 0.0, t), v, "With beta = 0 nothing is to be corrected.")


@case
def at_last(mine):
    """After ten thousand steps nothing is left to correct"""
    v = draw(4, low=1, high=5)
    close(mine.bias_correction(v, 0.99, 10_000), v, "The zero is long forgotten by then.")
