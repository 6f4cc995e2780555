"""Cases for adagrad. What a learner keeps in the states, and how, is theirs."""

import torch

from tutor.grading import case, close, draw, forbid, require

forbid("torch.optim.Optimizer", "torch.optim.Adagrad", "torch.optim.adagrad.adagrad")

FREE = ("any states", "any init_adagrad")


def fresh(params, size=1.0):
    """New gradients of both signs, about as large as `size`."""
    for p in params:
        p.grad = draw(*p.shape, low=0.5 * size, high=2 * size, signed=True)


@case(aspects=FREE)
def by_hand(mine):
    """The two steps of the statement"""
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    states = mine.init_adagrad([w])
    for g, end in (([3.0, -4.0], [0.5, 2.5]), ([4.0, 3.0], [0.1, 2.2])):
        w.grad = torch.tensor(g)
        returned = mine.adagrad([w], states, lr=0.5)
        close(w, torch.tensor(end), "Work the steps out by hand.")
        require(returned is None, "Something is returned.")


# All numbers are sums of few powers of 2: who puts them into float32 on the way loses nothing.
@case(also=("float64", "noncontiguous"), aspects=FREE)
def eight_steps(mine):
    """Eight steps, parameters of several shapes, fresh gradients, large and small"""
    params = draw.parameters((3, 2), (1,), (2, 4, 3), (3, 2))
    states = mine.init_adagrad(params)
    for size, lr in zip(
        (1, 0.25, 4, 2**-9, 0.5, 100, 16, 1), (1, 2, 0.5, 4, 1, 2, 8, 4), strict=True
    ):
        fresh(params, size)
        mine.adagrad(params, states, lr=lr, eps=2**-12)


@case(aspects=FREE)
def tiny_gradients(mine):
    """Tiny gradients, where epsilon is felt, and its default"""
    params = draw.parameters()
    states = mine.init_adagrad(params)
    for size in (1e-3, 1e-5, 3e-3, 1e-4, 1e-3):
        fresh(params, size)
        mine.adagrad(params, states, lr=0.7)


@case(aspects=FREE)
def other_epsilon(mine):
    """Another epsilon"""
    params = draw.parameters()
    states = mine.init_adagrad(params)
    for size in (1e-3, 3e-2, 1e-3):
        fresh(params, size)
        mine.adagrad(params, states, lr=0.4, eps=3e-4)


@case(aspects=FREE)
def no_slope(mine):
    """Elements whose gradient is 0, for a while or for ever"""
    w, b = draw(2, 3, grad=True), draw(3, grad=True)
    start, states = w.detach().clone(), mine.init_adagrad([w, b])
    for grad in ([0.0, 0.0, 1.0], [0.0, -2.0, 0.0], [0.0, 0.0, 0.0], [0.0, 3.0, 1.0]):
        w.grad = torch.tensor([grad, [2.0, 0.0, -1.0]])
        b.grad = grad[2] * torch.ones(3)
        mine.adagrad([w, b], states, lr=0.2)
        require(torch.isfinite(w).all(), "An element is no number any more, but nan or inf.")
    close(w[0, 0], start[0, 0], "Without any gradient an element has to stay where it is.")


@case(aspects=FREE)
def same_gradient(mine):
    """The same gradient six times: step t is lr divided by the root of t"""
    w, lr = draw(4, grad=True), 0.3
    expected, g = w.detach().clone(), draw(4, low=1, high=3, signed=True)
    states = mine.init_adagrad([w])
    w.grad = g.clone()
    for t in range(1, 7):
        mine.adagrad([w], states, lr)
        expected -= lr / t**0.5 * g.sign()
        close(w, expected, f"The length of step {t} must be lr / √{t}, whatever the gradient.")


@case(tolerance=2e-6, aspects=FREE)
def valley(mine):
    """Twenty steps in the valley 0.1 x² + 2 y², whose end was published"""
    x = torch.tensor([-5.0, -2.0], dtype=torch.float64, requires_grad=True)
    states = mine.init_adagrad([x])
    for _ in range(20):
        x.grad = None
        (0.1 * x[0] ** 2 + 2 * x[1] ** 2).backward()
        mine.adagrad([x], states, lr=0.4)
    close(x, torch.tensor([-2.382563, -0.158591]), "From (-5, -2) it must come here.")


@case(aspects=FREE)
def in_turn(mine):
    """Two trainings in turn, each with states and numbers of its own"""
    ours, theirs = draw.parameters(), draw.parameters()
    one, other = mine.init_adagrad(ours), mine.init_adagrad(theirs)
    for step in range(4):
        fresh(ours)
        fresh(theirs, 3)
        mine.adagrad(ours, one, lr=0.3)
        mine.adagrad(theirs, other, lr=0.1, eps=1e-2)
        if step == 1:
            mine.init_adagrad(ours)  # somebody else's: ours go on


@case(aspects=FREE)
def begun_anew(mine):
    """A second training with the same parameters begins at zero"""
    params = draw.parameters()
    for lr in (0.2, 0.1):
        states = mine.init_adagrad(params)
        for _ in range(2):
            fresh(params)
            mine.adagrad(params, states, lr=lr)


@case(aspects=FREE)
def far_out(mine):
    """Parameters far from zero, and one that is 0, in float64"""
    w = torch.tensor([0.0, 2000.0, -300.0], dtype=torch.float64, requires_grad=True)
    states = mine.init_adagrad([w])
    for g in ([1.0, -4000.0, 0.25], [-2.0, 500.0, 64.0], [8.0, 0.0, -256.0]):
        w.grad = torch.tensor(g, dtype=torch.float64)
        mine.adagrad([w], states, lr=8.0, eps=2**-12)


@case(aspects=FREE)
def written_over(mine):
    """Gradients that are written over in place, while autograd is off"""
    params = draw.parameters()
    states = mine.init_adagrad(params)
    fresh(params)
    for scale in (1.0, -0.5, 2.0):
        for p in params:
            p.grad.copy_(scale * draw(*p.shape, low=0.5, high=2, signed=True))
        with torch.no_grad():
            mine.adagrad(params, states, lr=0.2)
