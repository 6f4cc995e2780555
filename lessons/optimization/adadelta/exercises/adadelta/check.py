"""Cases for adadelta. What a learner keeps in the states, and how, is theirs."""

import torch

from tutor.grading import case, close, draw, forbid, require

forbid("torch.optim.Optimizer", "torch.optim.Adadelta", "torch.optim.adadelta.adadelta")

FREE = ("any states", "any init_adadelta")


def fresh(params, size=1.0):
    """New gradients of both signs, about as large as `size`."""
    for p in params:
        p.grad = draw(*p.shape, low=0.5 * size, high=2 * size, signed=True)


@case(aspects=FREE)
def by_hand(mine):
    """The step of the statement, and another one"""
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    states = mine.init_adadelta([w])
    w.grad = torch.tensor([1.0, -1.0])
    second = (0.8704 / 1.2304) ** 0.5  # Δ + eps over s + eps
    for end in ([0.2, 2.8], [0.2 - second, 2.8 + second]):
        returned = mine.adadelta([w], states, rho=0.64, eps=0.64)
        close(w, torch.tensor(end), "Work the steps out by hand.")
        require(returned is None, "Something is returned.")


# All numbers are sums of few powers of 2: who puts them into float32 on the way loses nothing.
@case(also=("float64", "noncontiguous"), aspects=FREE)
def eight_steps(mine):
    """Eight steps, parameters of several shapes, fresh gradients, large and small"""
    params = draw.parameters((3, 2), (1,), (2, 4, 3), (3, 2))
    states = mine.init_adadelta(params)
    for size in (1, 0.25, 4, 2**-9, 0.5, 100, 16, 1):
        fresh(params, size)
        mine.adadelta(params, states, rho=0.625, eps=0.25)


@case(aspects=FREE)
def defaults(mine):
    """Six steps with the defaults of rho and epsilon"""
    params = draw.parameters()
    states = mine.init_adadelta(params)
    for step in range(6):
        fresh(params, 1 / (step + 1))
        mine.adadelta(params, states)


@case(aspects=FREE)
def tiny_gradients(mine):
    """Tiny gradients, where epsilon is felt"""
    params = draw.parameters()
    states = mine.init_adadelta(params)
    for size in (1e-2, 3e-2, 0.1, 1e-2, 1.0):
        fresh(params, size)
        mine.adadelta(params, states, rho=0.8, eps=1e-3)


@case(aspects=FREE)
def no_slope(mine):
    """Elements whose gradient is 0, for a while or for ever, and a step where all are"""
    w, b = draw(2, 3, grad=True), draw(3, grad=True)
    start, states = w.detach().clone(), mine.init_adadelta([w, b])
    for grad in ([0.0, 0.0, 1.0], [0.0, -2.0, 0.0], [0.0, 0.0, 0.0], [0.0, 3.0, 1.0]):
        w.grad = torch.tensor([grad, [2.0, 0.0, -1.0]]) * any(grad)
        b.grad = grad[2] * torch.ones(3)
        mine.adadelta([w, b], states, rho=0.7, eps=1e-2)
        require(torch.isfinite(w).all(), "An element is no number any more, but nan or inf.")
    close(w[0, 0], start[0, 0], "Without any gradient an element has to stay where it is.")


@case(tolerance=2e-6, aspects=FREE)
def valley(mine):
    """Twenty steps in the valley 0.1 x² + 2 y², where PyTorch's Adadelta comes to the same place"""
    x = torch.tensor([-5.0, -2.0], dtype=torch.float64, requires_grad=True)
    states = mine.init_adadelta([x])
    for _ in range(20):
        x.grad = None
        (0.1 * x[0] ** 2 + 2 * x[1] ** 2).backward()
        mine.adadelta([x], states, rho=0.9, eps=1e-2)
    close(x, torch.tensor([-1.024846, -0.008883]), "From (-5, -2) it must come here.")


@case(aspects=FREE)
def in_turn(mine):
    """Two trainings in turn, each with states and numbers of its own"""
    ours, theirs = draw.parameters(), draw.parameters()
    one, other = mine.init_adadelta(ours), mine.init_adadelta(theirs)
    for step in range(4):
        fresh(ours)
        fresh(theirs, 3)
        mine.adadelta(ours, one, rho=0.8, eps=1e-3)
        mine.adadelta(theirs, other, rho=0.5, eps=1e-2)
        if step == 1:
            mine.init_adadelta(ours)  # somebody else's: ours go on


@case(aspects=FREE)
def begun_anew(mine):
    """A second training with the same parameters begins at zero"""
    params = draw.parameters()
    for rho in (0.9, 0.6):
        states = mine.init_adadelta(params)
        for _ in range(2):
            fresh(params)
            mine.adadelta(params, states, rho=rho, eps=0.01)


@case(aspects=FREE)
def far_out(mine):
    """Parameters far from zero, and one that is 0, in float64"""
    w = torch.tensor([0.0, 2000.0, -300.0], dtype=torch.float64, requires_grad=True)
    states = mine.init_adadelta([w])
    for g in ([1.0, -4000.0, 0.25], [-2.0, 500.0, 64.0], [8.0, 0.0, -256.0]):
        w.grad = torch.tensor(g, dtype=torch.float64)
        mine.adadelta([w], states, rho=0.5, eps=16.0)


@case(aspects=FREE)
def written_over(mine):
    """Gradients that are written over in place, while autograd is off"""
    params = draw.parameters()
    states = mine.init_adadelta(params)
    fresh(params)
    for scale in (1.0, -0.5, 2.0):
        for p in params:
            p.grad.copy_(scale * draw(*p.shape, low=0.5, high=2, signed=True))
        with torch.no_grad():
            mine.adadelta(params, states, rho=0.7, eps=0.1)
