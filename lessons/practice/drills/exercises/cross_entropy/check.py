"""Cases for cross_entropy_from_logits."""

import math

import torch

from tutor.grading import case, close, draw, forbid, require

forbid("torch.nn.functional.cross_entropy", "torch.nn.CrossEntropyLoss")

torchs = torch.nn.functional.cross_entropy  # torch's own, before any solution is loaded


@case
def by_hand(mine):
    """The example of the statement"""
    O = torch.tensor([[1.0, 2.0, 5.0], [1.0, 1.0, 2.0]]).log()
    loss = mine.cross_entropy_from_logits(O, torch.tensor([1, 2]))
    right = torch.tensor((math.log(4) + math.log(2)) / 2)
    close(loss, right, "The labels have probabilities 1/4 and 1/2 here.")


@case(also=("float64", "noncontiguous", "single", "zeros", "negative"))
def against_torch(mine):
    """Seven examples, five classes (the last never comes), against torch's own"""
    O = draw(7, 5, low=-3, high=5, grad=True)
    y = draw(7, low=0, high=4, integer=True)
    loss = mine.cross_entropy_from_logits(O, y)
    close(loss, torchs(O, y), "torch's own cross-entropy is another number.")


@case
def foreseen(mine):
    """Sure and right, sure and wrong, and no idea at all"""
    y = torch.tensor([3, 0, 9, 5])
    sure = torch.zeros(4, 10)
    sure[torch.arange(4), y] = 50.0
    loss = mine.cross_entropy_from_logits(sure, y)
    close(loss, torch.tensor(0.0), "Whoever is sure and right loses nothing.")
    loss = mine.cross_entropy_from_logits(sure, (y + 1) % 10)
    close(loss, torch.tensor(50.0), "With a score 50 too low, about 50 is lost.")
    loss = mine.cross_entropy_from_logits(draw(4, 1, high=3).expand(4, 10), y)
    close(loss, torch.tensor(math.log(10)), "Ten equal scores cost log 10, whatever the label.")


@case(tolerance=1e-3, also=("large",))
def far_out(mine):
    """Five examples, four classes, and the same with huge scores"""
    O = draw(5, 4, low=-3, high=5, grad=True)
    y = draw(5, low=0, high=4, integer=True)
    loss = mine.cross_entropy_from_logits(O, y)
    close(loss, torchs(O, y), "torch's own cross-entropy is another number.")


@case(also=("noncontiguous",))
def other_shapes(mine):
    """One example, two classes, as many classes as examples"""
    for n, q in ((1, 4), (6, 2), (2, 9), (5, 5)):
        O = draw(n, q, low=-2, high=4, grad=True)
        mine.cross_entropy_from_logits(O, draw(n, low=0, high=q, integer=True))


@case(tolerance=1e-4, also=("float64",))
def large_scores(mine):
    """Scores of 88, 120, 1000 and -1e30, and rows far from one another"""
    for rows, labels, right in (
        ([[1000, 0]], [0], 0.0),
        ([[88, 88, 88]], [1], math.log(3)),
        ([[-2e30, -1e30, -3e30]], [1], 0.0),
        ([[0, -120]], [1], 120.0),
        ([[1000, -1000, 0]], [1], 2000.0),
        ([[1000, 999], [-1000, -999]], [1, 0], math.log(1 + math.e)),
        ([[2000, 0, 0], [0, -3, -2000]], [0, 1], (3 + math.log1p(math.exp(-3))) / 2),
    ):
        O = torch.tensor(rows, dtype=draw.dtype, requires_grad=True)
        loss = mine.cross_entropy_from_logits(O, torch.tensor(labels))
        close(loss, torch.tensor(right), "Every finite score has a finite loss.")


@case(also=("float64",))
def the_way_back(mine):
    """The gradient, worked out on paper"""
    O = draw(6, 4, low=-2, high=2, grad=True)
    y = draw(6, low=0, high=4, integer=True)
    loss = mine.cross_entropy_from_logits(O, y)
    require(loss.requires_grad, "The loss doesn't know that it came from O.")
    loss.backward()
    E = O.detach().exp()
    right = E / E.sum(dim=1, keepdim=True)
    right[torch.arange(6), y] -= 1
    close(O.grad, right / 6, "The gradient is the probabilities, less 1 at the label, over n.")
