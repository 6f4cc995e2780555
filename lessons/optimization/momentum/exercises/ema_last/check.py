"""Cases for ema_last."""

import torch

from tutor.grading import case, close, draw, equivalent

equivalent(
    """
-        y = y + (1 - gamma) * gamma ** (t - i) * xs[i]
+        y += (1 - gamma) * gamma ** (t - i) * xs[i]
    """,
    because="y is a number at first, so the first sum makes a tensor of our own to add to.",
)
equivalent(
    """
-        y = y + (1 - gamma) * gamma ** (t - i) * xs[i]
+        y = (y + (1 - gamma) * gamma ** (t - i) * xs[i]).detach()
    """,
    because="No gradient is asked for: an average of measurements is not trained.",
)


@case
def by_hand(mine):
    """The two examples of the statement"""
    xs = torch.tensor([10.0, 20.0, 20.0])
    close(mine.ema_last(xs, 0.5), torch.tensor(16.25), "From 0, by hand.")
    close(mine.ema_last(xs, 0.5, y0=10.0), torch.tensor(17.5), "From 10, by hand.")


@case
def one_value(mine):
    """A single value, and a start that isn't zero"""
    y = mine.ema_last(torch.tensor([4.0]), 0.75, y0=8.0)
    close(y, torch.tensor(7.0), "0.75 times 8, and 0.25 times 4.")


@case
def constant(mine):
    """An average of tens that starts at ten"""
    y = mine.ema_last(torch.full((6,), 10.0), 0.8, y0=10.0)
    close(y, torch.tensor(10.0), "Values and start are 10, so the average is.")


@case(also=("float64", "noncontiguous", "single", "zeros", "negative", "large"))
def columns(mine):
    """Seven rows of three columns, from a start that isn't zero"""
    mine.ema_last(draw(7, 3, low=2, high=9), 0.75, y0=1.5)


@case(also=("float64",))
def longer(mine):
    """A dozen values in a row, with other gammas and other starts, and as a column"""
    for gamma, y0 in ((0.9, 9.7), (0.3, -4.0), (0.6, 7.0)):
        mine.ema_last(draw(12, low=-3, high=3), gamma, y0)
    mine.ema_last(draw(12, 1, low=-3, high=3), 0.8, 2.0)


@case
def gentle_and_forgetful(mine):
    """With gamma 0 the newest value comes back; with gamma 1 the start"""
    xs = draw(5, 2, low=1, high=4)
    close(mine.ema_last(xs, 0.0, y0=3.0), xs[-1], "With gamma = 0 only the newest counts.")
    close(mine.ema_last(xs, 1.0, y0=3.0), torch.full((2,), 3.0), "With gamma = 1 it stays.")
