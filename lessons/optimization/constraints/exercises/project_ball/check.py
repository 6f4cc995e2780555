"""Cases for project_ball."""

import torch

from tutor.grading import case, close, draw, equivalent, require

equivalent(
    """
-    return x / max(1.0, x.norm() / r)
+    return (x / max(1.0, x.norm() / r)).detach()
    """,
    because="No gradient is asked for: a place or a gradient is projected once it is known.",
)


@case
def by_hand(mine):
    """The two examples of the statement"""
    far = mine.project_ball(torch.tensor([3.0, 4.0]), 1.0)
    close(far, torch.tensor([0.6, 0.8]), "(3, 4) is 5 long.")
    near = mine.project_ball(torch.tensor([0.3, 0.4]), 1.0)
    close(near, torch.tensor([0.3, 0.4]), "(0.3, 0.4) is in the ball.")


@case(also=("float64", "noncontiguous", "single", "large"), tolerance=1e-5)
def a_matrix(mine):
    """A matrix as one point, in balls of several sizes"""
    x = draw(3, 4, low=0.5, high=2, signed=True)
    for r in (0.25, 2.0, 100.0):
        mine.project_ball(x, r)


@case(tolerance=1e-5)
def inside(mine):
    """What is inside stays, the origin too"""
    for x in (draw(5), torch.zeros(4), draw(2, 2, dtype=torch.float64), torch.tensor([2.5])):
        close(mine.project_ball(x, 3.0), x, "This point is within 3 of the origin.", tolerance=1e-5)


@case(tolerance=1e-5)
def a_number(mine):
    """A single number, on either side"""
    for value, wanted in ((5.0, 2.0), (-5.0, -2.0), (3.0, 2.0), (1.5, 1.5)):
        found = mine.project_ball(torch.tensor(value), 2.0)
        close(found, torch.tensor(wanted), "In one dimension the ball is from -r to r.")


@case(tolerance=1e-5)
def nearest(mine):
    """Nothing of the ball is nearer, and twice is once"""
    x = draw(4, low=1, high=3, signed=True, dtype=torch.float64)
    p = mine.project_ball(x, 1.5)
    require(p.shape == x.shape, "The result must have the shape of x.")
    require(p.norm() < 1.5 + 1e-6, "The result is outside of the ball.")
    others = draw(300, 4, dtype=torch.float64)
    others = 1.5 * others / others.norm(dim=1, keepdim=True)
    closest = (others - x).norm(dim=1).min()
    require((p - x).norm() < closest + 1e-6, "Another point of the ball is nearer.")
    close(mine.project_ball(p, 1.5), p, "To project twice is to project once.", tolerance=1e-5)
