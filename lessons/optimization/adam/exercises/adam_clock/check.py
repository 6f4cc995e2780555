"""Cases for adam_clock. They are those of adam, and one more."""

import torch

from tutor.grading import case, close, draw, forbid, require

forbid("torch.optim.Optimizer", "torch.optim.Adam", "torch.optim.adam.adam")

FREE = ("any states", "any init_adam_clock")


def fresh(params, size=1.0):
    """New gradients of both signs, about as large as `size`."""
    for p in params:
        p.grad = draw(*p.shape, low=0.5 * size, high=2 * size, signed=True)


@case(tolerance=1e-4, aspects=FREE)
def two_alike(mine):
    """Two parameters with the same gradient, as in the statement"""
    pair = [torch.tensor([1.0], requires_grad=True), torch.tensor([1.0], requires_grad=True)]
    states = mine.init_adam_clock(pair)
    for p in pair:
        p.grad = torch.tensor([2.0])
    for end in (0.9, 0.8, 0.7):
        mine.adam_clock(pair, states, lr=0.1)
        for p in pair:
            close(p, torch.tensor([end]), "Both have to move alike, by 0.1 in each step.")


@case(aspects=FREE)
def by_hand(mine):
    """One parameter: two steps that can be worked out by hand"""
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    states = mine.init_adam_clock([w])
    for g, end in (([2.0, -4.0], [0.9, 2.1]), ([-2.0, -4.0], [0.9 + 0.1 / 3, 2.2])):
        w.grad = torch.tensor(g)
        returned = mine.adam_clock([w], states, lr=0.1, beta1=0.5, beta2=0.75)
        close(w, torch.tensor(end), "Work the steps out by hand.")
        require(returned is None, "Something is returned.")


@case(tolerance=1e-5, also=("float64", "noncontiguous"), aspects=FREE)
def eight_steps(mine):
    """Eight steps, parameters of several shapes, fresh gradients, large and small"""
    params = draw.parameters((3, 2), (1,), (2, 4, 3), (3, 2))
    states = mine.init_adam_clock(params)
    for size, lr in zip(
        (1, 0.25, 4, 2**-9, 0.5, 100, 16, 1), (1, 2, 0.5, 4, 1, 2, 8, 4), strict=True
    ):
        fresh(params, size)
        mine.adam_clock(params, states, lr=lr, beta1=0.75, beta2=0.875, eps=2**-12)


@case(aspects=FREE)
def tiny_gradients(mine):
    """Tiny gradients, where epsilon is felt, and the defaults"""
    params = draw.parameters()
    states = mine.init_adam_clock(params)
    for size in (1e-3, 1e-5, 3e-3, 1e-4, 1e-3):
        fresh(params, size)
        mine.adam_clock(params, states, lr=0.2)


@case(aspects=FREE)
def other_epsilon(mine):
    """Other betas, another epsilon"""
    params = draw.parameters()
    states = mine.init_adam_clock(params)
    for size in (1e-3, 3e-2, 1e-3):
        fresh(params, size)
        mine.adam_clock(params, states, lr=0.4, beta1=0.8, beta2=0.7, eps=3e-4)


@case(aspects=FREE)
def no_slope(mine):
    """Elements whose gradient is 0, for a while or for ever, and a step where all are"""
    w, b = draw(2, 3, grad=True), draw(3, grad=True)
    start, states = w.detach().clone(), mine.init_adam_clock([w, b])
    for grad in ([0.0, 0.0, 1.0], [0.0, -2.0, 0.0], [0.0, 0.0, 0.0], [0.0, 3.0, 1.0]):
        w.grad = torch.tensor([grad, [2.0, 0.0, -1.0]]) * any(grad)
        b.grad = grad[2] * torch.ones(3)
        mine.adam_clock([w, b], states, lr=0.2)
        require(torch.isfinite(w).all(), "An element is no number any more, but nan or inf.")
    close(w[0, 0], start[0, 0], "Without any gradient an element has to stay where it is.")


@case(aspects=FREE)
def same_gradient(mine):
    """The same gradient six times: every step is as long as the learning rate"""
    w, lr = draw(4, grad=True), 0.1
    start, g = w.detach().clone(), draw(4, low=1, high=3, signed=True)
    states = mine.init_adam_clock([w])
    w.grad = g.clone()
    for t in range(1, 7):
        mine.adam_clock([w], states, lr, eps=1e-8)
        close(w, start - t * lr * g.sign(), f"After {t} steps w must have moved by {t} · lr.")


@case(tolerance=1e-4, aspects=FREE)
def valley(mine):
    """Twenty steps in the valley 0.1 x² + 2 y², where PyTorch's Adam comes to the same place"""
    x = torch.tensor([-5.0, -2.0], dtype=torch.float64, requires_grad=True)
    states = mine.init_adam_clock([x])
    for _ in range(20):
        x.grad = None
        (0.1 * x[0] ** 2 + 2 * x[1] ** 2).backward()
        mine.adam_clock([x], states, lr=0.4, eps=1e-8)
    close(x, torch.tensor([0.996033, -0.212751]), "From (-5, -2) it must come here.")


@case(aspects=FREE)
def in_turn(mine):
    """Two trainings in turn, each with states and numbers of its own"""
    ours, theirs = draw.parameters(), draw.parameters()
    one, other = mine.init_adam_clock(ours), mine.init_adam_clock(theirs)
    for step in range(4):
        fresh(ours)
        fresh(theirs, 3)
        mine.adam_clock(ours, one, lr=0.2)
        mine.adam_clock(theirs, other, lr=0.1, beta1=0.5, beta2=0.6, eps=1e-2)
        if step == 1:
            mine.init_adam_clock(ours)  # somebody else's: ours go on


@case(aspects=FREE)
def begun_anew(mine):
    """A second training with the same parameters begins at zero"""
    params = draw.parameters()
    for beta1 in (0.9, 0.7):
        states = mine.init_adam_clock(params)
        for _ in range(2):
            fresh(params)
            mine.adam_clock(params, states, lr=0.2, beta1=beta1)


# With these numbers the corrections are exact even where the step counter is a float32 tensor:
# what is lost here is lost by averages in float32.
@case(aspects=FREE)
def in_double(mine):
    """Float64: parameters far from zero, and some that are 0"""
    w, b = draw.parameters((4, 3), (2,), dtype=torch.float64)
    with torch.no_grad():
        w[0] = torch.tensor([0.0, 2000.0, -300.0])
    states = mine.init_adam_clock([w, b])
    for size, lr in ((1, 8.0), (300, 7.0), (0.5, 9.25)):
        for p in (w, b):
            p.grad = draw(*p.shape, low=size, high=2 * size, signed=True, dtype=torch.float64)
        mine.adam_clock([w, b], states, lr=lr, beta1=0.75, beta2=0.0, eps=2**-12)


@case(aspects=FREE)
def written_over(mine):
    """Gradients that are written over in place, while autograd is off"""
    params = draw.parameters()
    states = mine.init_adam_clock(params)
    fresh(params)
    for scale in (1.0, -0.5, 2.0):
        for p in params:
            p.grad.copy_(scale * draw(*p.shape, low=0.5, high=2, signed=True))
        with torch.no_grad():
            mine.adam_clock(params, states, lr=0.2)
