"""Cases for max_stable_eta. Eigenvalues lie apart, so that iterations get there too."""

import torch

from tutor.grading import case, close, draw, require, without

without("square", because="A matrix of second derivatives has as many rows as columns.")
without("symmetric", because="And it is symmetric, whatever the function: the statement says so.")


def askew(bends, dtype=torch.float64):
    """A symmetric matrix with these eigenvalues, turned somehow."""
    n = len(bends)
    turn, _ = torch.linalg.qr(draw(n, n, dtype=torch.float64))
    H = turn @ torch.diag(torch.tensor(bends, dtype=torch.float64)) @ turn.T
    return ((H + H.T) / 2).to(dtype)


def apart(H):
    """The same matrix, its numbers in every other place of the memory."""
    return torch.stack([H, 0 * H], dim=-1)[..., 0]


def check_rate(rate, right):
    """A rate equals the right one, to one part in ten thousand."""
    require(isinstance(rate, float), "The rate isn't a Python float.")
    got, wanted = torch.tensor(float(rate)).double(), torch.tensor(right).double()
    close(got, wanted, "The largest stable rate is another.", tolerance=1e-4 * right)


@case(tolerance=1e-4)
def the_bowl(mine):
    """The bowl of the lesson, and two other diagonal ones"""
    check_rate(mine.max_stable_eta(torch.diag(torch.tensor([2.0, 4.0]))), 0.5)
    check_rate(mine.max_stable_eta(torch.diag(torch.tensor([8.0, 1.0, 0.1]))), 0.25)
    check_rate(mine.max_stable_eta(torch.tensor([[5.0]])), 0.4)


@case(tolerance=1e-4)
def lying_askew(mine):
    """Bowls that lie askew, whose bends are known"""
    for side in (4.0, -4.0):
        check_rate(mine.max_stable_eta(torch.tensor([[5.0, side], [side, 5.0]])), 2 / 9)
    for bends in ([0.5, 2.0, 6.0], [0.2, 0.9, 1.5, 3.0, 7.0]):
        check_rate(mine.max_stable_eta(askew(bends)), 2 / max(bends))


@case(tolerance=1e-4)
def below_and_above(mine):
    """A walk just below the rate, and one just above it"""
    H = askew([0.3, 1.0, 2.0, 5.0])
    rate = float(mine.max_stable_eta(H))
    start = draw(4, low=1, high=2, dtype=torch.float64)
    below, above = start, start
    for _ in range(1000):
        below = below - 0.99 * rate * (H @ below)
        above = above - 1.01 * rate * (H @ above)
    require(below.norm() < 0.1, "At 0.99 of your rate the walk has not come near the bottom.")
    require(above.norm() > 1000, "At 1.01 of your rate the walk has not run away.")


@case(tolerance=1e-4, also=("noncontiguous",))
def steeper(mine):
    """A hundred times as steep, a hundredth of the rate; far gentler; and float32"""
    H = askew([1.0, 2.0, 4.0, 12.0], torch.float32)
    gentle, steep = mine.max_stable_eta(apart(H)), mine.max_stable_eta(100 * H)
    ratio = 100 * float(steep) / float(gentle)
    require(abs(ratio - 1) < 1e-4, "A hundred times H must have a hundredth of the rate.")
    ratio = 0.001 * float(mine.max_stable_eta(0.001 * H)) / float(gentle)
    require(abs(ratio - 1) < 1e-4, "A thousandth of H must have a thousand times the rate.")
