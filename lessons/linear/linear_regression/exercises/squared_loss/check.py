"""Cases for squared_loss."""

import torch

from tutor.grading import case, close, draw, equivalent, require

equivalent(
    """
    -    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
    +    return (y_hat - y.view(y_hat.shape)) ** 2 / 2
    """,
    because="Labels of shape (n,) or (n, 1) can be viewed as (n, 1) however they lie in memory.",
)


@case
def three_examples(mine):
    """The three examples of the statement"""
    y_hat = torch.tensor([[1.0], [2.0], [4.0]])
    loss = mine.squared_loss(y_hat, torch.tensor([1.0, 3.0, 1.0]))
    close(loss, torch.tensor([[0.0], [0.5], [4.5]]), "Work it out by hand.")


@case(also=("single", "float64", "noncontiguous"))
def flat_labels(mine):
    """Labels of shape (n,)"""
    mine.squared_loss(draw(7, 1, high=5), draw(7, low=-4))


@case(also=("float64", "zeros", "large"))
def column_labels(mine):
    """Labels of shape (n, 1), against torch's own loss"""
    y_hat, y = draw(11, 1, high=5), draw(11, 1, low=-4)
    loss = mine.squared_loss(y_hat, y)
    theirs = torch.nn.functional.mse_loss(y_hat, y, reduction="none") / 2
    close(loss, theirs, "Half of torch's mse_loss is something else.")


@case(also=("float64",))
def the_way_back(mine):
    """The gradient is the error itself"""
    y_hat, y = draw(6, 1, low=2, high=3, grad=True), draw(6)
    loss = mine.squared_loss(y_hat, y)
    require(loss.requires_grad, "The loss doesn't know that it came from y_hat.")
    loss.sum().backward()
    error = y_hat.detach() - y.reshape(6, 1)
    close(y_hat.grad, error, "The derivative of each loss is its error.")


@case
def perfect(mine):
    """No error, no loss"""
    y = draw(5, 1)
    loss = mine.squared_loss(y.clone().requires_grad_(), y)
    close(loss, torch.zeros(5, 1), "Every prediction is exact here.")
