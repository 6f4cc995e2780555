"""Cases for sgd."""

import torch

from tutor.grading import case, close, draw, require


@case
def by_hand(mine):
    """The step of the statement"""
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    w.grad = torch.tensor([8.0, -4.0])
    returned = mine.sgd([w], lr=0.5, batch_size=4)
    close(w, torch.tensor([0.0, 2.5]), "Work the step out by hand.")
    require(returned is None, "Something is returned.")


@case(also=("float64", "noncontiguous"))
def eight_steps(mine):
    """Eight steps, three parameters of different shape, fresh gradients"""
    params = [draw(3, 2, grad=True), draw(1, grad=True), draw(2, 4, 3, grad=True)]
    for k in range(8):
        for p in params:
            p.grad = draw(*p.shape, low=0.5, high=2.0, signed=True)
        mine.sgd(params, lr=0.3 / (k + 1), batch_size=5 + k)


@case
def down_a_bowl(mine):
    """Ten steps down a bowl, where the end can be foreseen"""
    start = draw(4, low=1, high=2, signed=True)
    x = start.clone().requires_grad_()
    for _ in range(10):
        x.grad = None
        (6 * x**2 / 2).sum().backward()  # the gradient is 6 x
        mine.sgd([x], lr=0.5, batch_size=10)
        require(x.requires_grad, "After the step the parameter no longer requires a gradient.")
    close(x, 0.7**10 * start, "Each of these steps must leave 1 - 0.5 · 6 / 10 = 0.7 of x.")


@case(also=("float64",))
def one_example(mine):
    """A batch of one, steep slopes"""
    w, b = draw(2, 1, grad=True), draw(1, grad=True)
    w.grad, b.grad = draw(2, 1, low=100, high=200), draw(1, low=100, high=200)
    mine.sgd([w, b], lr=0.03, batch_size=1)


@case
def a_model(mine):
    """Weights and bias of a linear model, two batches"""
    X, y = draw(12, 3), draw(12, 1, low=2, high=5)
    w, b = draw(3, 1, grad=True), torch.zeros(1, requires_grad=True)
    names = {"w": w, "b": b}
    for rows in (slice(0, 8), slice(8, 12)):
        w.grad = b.grad = None
        ((X[rows] @ w + b - y[rows]) ** 2 / 2).sum().backward()
        mine.sgd([w, b], lr=0.1, batch_size=len(X[rows]))
        trainable = w.requires_grad and b.requires_grad
        require(trainable, "After the step a parameter no longer requires a gradient.")
    require(names["w"] is w, "w is another tensor now.")


@case
def switched_off_already(mine):
    """A step while the caller has switched autograd off"""
    w, b = draw(2, 3, grad=True), draw(3, grad=True)
    w.grad, b.grad = draw(2, 3), draw(3)
    with torch.no_grad():
        mine.sgd([w, b], lr=0.2, batch_size=3)
