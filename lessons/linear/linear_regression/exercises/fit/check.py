"""Cases for fit."""

import torch

from tutor.grading import case, close, draw, equivalent, require, without

without("uneven", because="The statement says that batch_size divides n in the checks.")
equivalent(
    """
    -    return w.detach(), b.detach()
    +    return w, b.detach()
    """,
    because="The statement leaves open whether w still requires a gradient.",
)
equivalent(
    """
    -    return w.detach(), b.detach()
    +    return w.detach(), b
    """,
    because="The statement leaves open whether b still requires a gradient.",
)


def least_squares(X, y):
    """What training should end near: w (d, 1) and b (1,)."""
    theta = torch.linalg.lstsq(torch.cat([X, torch.ones_like(y)], dim=1), y).solution
    return theta[:-1], theta[-1]


@case
def by_hand(mine):
    """One example, one step"""
    X, y = torch.tensor([[2.0]]), torch.tensor([[3.0]])
    w, b = mine.fit(X, y, lr=0.1, epochs=1, batch_size=1)
    close(w, torch.tensor([[0.6]]), "Work the step out by hand.")
    close(b, torch.tensor([0.3]), "Work the step out by hand.")


@case(also=("float64", "noncontiguous", "zeros"))
def one_batch(mine):
    """All examples in one batch, one epoch and four, and with tiny labels"""
    X, y = draw(12, 3), draw(12, 1, low=2, high=4)
    mine.fit(X, y, lr=0.2, epochs=1, batch_size=12)
    mine.fit(X, y, lr=0.2, epochs=4, batch_size=12)
    mine.fit(X, 1e-6 * y, lr=0.2, epochs=4, batch_size=12)


@case(also=("float64",))
def equal_examples(mine):
    """Six equal examples in batches of two, one epoch and two"""
    X, y = draw(1, 2, low=0.5, high=1).repeat(6, 1), draw(1, 1, low=100, high=200).repeat(6, 1)
    mine.fit(X, y, lr=0.1, epochs=1, batch_size=2)
    mine.fit(X, y, lr=0.1, epochs=2, batch_size=2)


@case(random=True)
def no_noise(mine):
    """Labels exactly on a plane, batches of five"""
    X, w_true, b_true = draw(100, 2, low=-2, high=2), torch.tensor([[2.0], [-3.4]]), 4.2
    w, b = mine.fit(X, X @ w_true + b_true, lr=0.1, epochs=8, batch_size=5)
    close(w, w_true, "The weights must end near 2 and -3.4.", tolerance=0.002)
    close(b, torch.tensor([b_true]), "The bias must end near 4.2.", tolerance=0.002)


@case(random=True)
def with_noise(mine):
    """Noisy labels: close to least squares"""
    X = draw(600, 3, low=-2, high=2)
    y = X @ draw(3, 1, low=1, high=4, signed=True) + 2.5 + draw(600, 1, low=-0.01, high=0.01)
    w, b = mine.fit(X, y, lr=0.05, epochs=5, batch_size=10)
    w_best, b_best = least_squares(X, y)
    close(w, w_best, "The weights end too far from least squares.", tolerance=0.002)
    close(b, b_best, "The bias ends too far from least squares.", tolerance=0.002)


@case(random=True)
def a_new_order(mine):
    """Another order in every epoch"""
    # with these numbers a step moves w half the way from where it is to half its label, so the
    # order of all epochs can be read off the end: 256 ends are possible, and 2 if it never changes
    X, y = torch.ones(2, 1, dtype=torch.float64), torch.tensor([[-1.0], [1.0]], dtype=torch.float64)
    ends = set()
    for _ in range(8):
        w, _ = mine.fit(X, y, lr=0.25, epochs=8, batch_size=1)
        ends.add(round(w.item(), 8))
    require(len(ends) > 1, "Each training went through the examples in the same order.")
    require(len(ends) > 2, "All epochs of a training had the same order.")
    for end in ends:
        seen = walked_back(2 * end, 2, 16, edge=0)
        once = all(a == -b for a, b in zip(seen[::2], seen[1::2], strict=True))
        require(once, "In an epoch an example came more than once, and another never.")


def walked_back(end, shrink, count, edge):
    """Which way each step went, the last first: up (1), down (-1), neither (0) within the edge."""
    seen = []
    for _ in range(count):
        end *= shrink
        seen.append((end > edge) - (end < -edge))
        end -= seen[-1]
    return seen


@case(random=True)
def new_company(mine):
    """Other examples come together in every epoch"""
    # an epoch whose batches hold equal labels moves the end, any other doesn't: a third does.
    # Eight trainings in which all epochs were alike have a chance below 1e-10
    X = torch.ones(4, 1, dtype=torch.float64)
    y = torch.tensor([[1.0], [1.0], [-1.0], [-1.0]], dtype=torch.float64)
    mixed = False
    for _ in range(8):
        w, _ = mine.fit(X, y, lr=0.25, epochs=8, batch_size=2)
        seen = walked_back(2 * w.item(), 4, 8, edge=0.5)
        mixed = mixed or 0 < sum(s != 0 for s in seen) < 8
    require(mixed, "The same examples come together in every epoch.")
