"""Cases for momentum. What a learner keeps in the states, and how, is theirs."""

import torch

from tutor.grading import case, close, draw, forbid, require

forbid("torch.optim.Optimizer", "torch.optim.SGD", "torch.optim.sgd.sgd")

FREE = ("any states", "any init_momentum")


def fresh(params, size=1.0):
    """New gradients of both signs, about as large as `size`."""
    for p in params:
        p.grad = draw(*p.shape, low=0.5 * size, high=2 * size, signed=True)


@case(aspects=FREE)
def by_hand(mine):
    """The two steps of the statement"""
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    states = mine.init_momentum([w])
    w.grad = torch.tensor([2.0, -4.0])
    for end in ([0.8, 2.4], [0.5, 3.0]):
        returned = mine.momentum([w], states, lr=0.1, gamma=0.5)
        close(w, torch.tensor(end), "Work the steps out by hand.")
        require(returned is None, "Something is returned.")


@case(also=("float64", "noncontiguous"), aspects=FREE)
def eight_steps(mine):
    """Eight steps, parameters of several shapes, fresh gradients, large and small"""
    params = draw.parameters((3, 2), (1,), (2, 4, 3), (3, 2))
    states = mine.init_momentum(params)
    for size in (1, 0.25, 4, 0.001, 1, 16, 0.5, 2):
        fresh(params, size)
        mine.momentum(params, states, lr=0.25, gamma=0.75)


@case(aspects=FREE)
def changing_rate(mine):
    """A learning rate that changes from step to step"""
    params = draw.parameters()
    states = mine.init_momentum(params)
    for lr in (0.4, 0.05, 0.6, 0.01, 0.3):
        fresh(params)
        mine.momentum(params, states, lr=lr, gamma=0.9)


@case(aspects=FREE)
def same_gradient(mine):
    """The same gradient six times: a geometric sum"""
    w, gamma, lr = draw(4, low=-1, high=1, grad=True), 0.6, 0.1
    start, g = w.detach().clone(), draw(4, low=1, high=2, signed=True)
    states = mine.init_momentum([w])
    w.grad = g.clone()
    gone = 0.0
    for t in range(1, 7):
        mine.momentum([w], states, lr, gamma)
        gone += (1 - gamma**t) / (1 - gamma)
        close(w, start - lr * gone * g, f"Step {t} must be lr · g · (1 + γ + γ² + …).")


@case(tolerance=2e-6, aspects=FREE)
def valley(mine):
    """Twenty steps in the valley 0.1 x² + 2 y², whose end was published"""
    x = torch.tensor([-5.0, -2.0], dtype=torch.float64, requires_grad=True)
    states = mine.init_momentum([x])
    for _ in range(20):
        x.grad = None
        (0.1 * x[0] ** 2 + 2 * x[1] ** 2).backward()
        mine.momentum([x], states, lr=0.4, gamma=0.5)
    close(x, torch.tensor([-0.062843, 0.001202]), "From (-5, -2) it must come here.")


@case(aspects=FREE)
def in_turn(mine):
    """Two trainings in turn, each with states and numbers of its own"""
    ours, theirs = draw.parameters(), draw.parameters()
    one, other = mine.init_momentum(ours), mine.init_momentum(theirs)
    for step in range(4):
        fresh(ours)
        fresh(theirs, 3)
        mine.momentum(ours, one, lr=0.3, gamma=0.8)
        mine.momentum(theirs, other, lr=0.1, gamma=0.3)
        if step == 1:
            mine.init_momentum(ours)  # somebody else's: ours go on


@case(aspects=FREE)
def begun_anew(mine):
    """A second training with the same parameters begins at zero"""
    params = draw.parameters()
    for gamma in (0.9, 0.5):
        states = mine.init_momentum(params)
        for _ in range(2):
            fresh(params)
            mine.momentum(params, states, lr=0.2, gamma=gamma)


@case(aspects=FREE)
def far_out(mine):
    """Parameters far from zero, and one that is 0, in float64"""
    w = torch.tensor([0.0, 2000.0, -300.0], dtype=torch.float64, requires_grad=True)
    states = mine.init_momentum([w])
    for g in ([1.0, -4000.0, 0.25], [-2.0, 500.0, 64.0], [8.0, 0.0, -256.0]):
        w.grad = torch.tensor(g, dtype=torch.float64)
        mine.momentum([w], states, lr=0.5, gamma=0.25)


@case(aspects=FREE)
def written_over(mine):
    """Gradients that are written over in place, and some that are zero"""
    params = draw.parameters()
    states = mine.init_momentum(params)
    fresh(params)
    for scale in (1.0, -0.5, 0.0, 2.0):
        for p in params:
            p.grad.copy_(scale * draw(*p.shape))
        with torch.no_grad():
            mine.momentum(params, states, lr=0.2, gamma=0.9)
