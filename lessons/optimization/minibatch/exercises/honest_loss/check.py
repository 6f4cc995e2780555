"""Cases for honest_loss. The order is random, so what holds for any order is looked at."""

import torch

from tutor.grading import case, close, draw, equivalent, require

equivalent(
    """
    -            error = (X[rows] @ w + b)[:, 0] - y[rows]
    +            error = y[rows] - (X[rows] @ w + b)[:, 0]
    """,
    because="The error is squared, so its sign doesn't matter.",
)
equivalent(
    """
    -        with torch.no_grad():
    -            error = (X @ w + b)[:, 0] - y  # (n,), after the last step
    -            losses.append((error**2).mean().item() / 2)
    +        error = (X @ w + b)[:, 0] - y  # (n,), after the last step
    +        losses.append((error**2).mean().item() / 2)
    """,
    because="Only a number is kept of what is recorded: it costs time and changes nothing.",
)
equivalent(
    """
    -            error = (X @ w + b)[:, 0] - y  # (n,), after the last step
    +            error = y - (X @ w + b)[:, 0]  # (n,), after the last step
    """,
    because="The error is squared, so its sign doesn't matter.",
)

ASPECTS = ("any .grad",)


def half_mse(w, b, X, y):
    """Half the mean squared error over all of X."""
    with torch.no_grad():
        return (((X @ w + b)[:, 0] - y) ** 2).mean() / 2


def train(mine, X, y, batch_size, *, epochs, lr):
    """Trains by it, and holds each number to the loss over all at the end of its epoch."""
    w, b = draw(X.shape[1], 1, grad=True, fixed=True), draw(1, grad=True, fixed=True)
    each = -(-len(X) // batch_size)
    after, left = [], []

    def step():
        if left:
            same = torch.equal(w, left[0]) and torch.equal(b, left[1])
            require(same, "The parameters were changed, and not by step.")
        require(w.grad is not None, "step found no gradient in .grad.")
        with torch.no_grad():
            w.sub_(lr * w.grad)
            b.sub_(lr * b.grad)
        left[:] = [w.detach().clone(), b.detach().clone()]
        after.append(half_mse(w, b, X, y))

    losses = mine.honest_loss([w, b], step, X, y, batch_size, epochs)
    require(isinstance(losses, list | tuple), "honest_loss must return a list.")
    numbers = all(isinstance(x, float) for x in losses)
    require(numbers, "The losses must be numbers, not tensors.")
    require(len(losses) == epochs, f"{epochs} epochs give {epochs} losses, not {len(losses)}.")
    steps = epochs * each
    require(len(after) == steps, f"step must be called {steps} times; it was {len(after)}.")
    close(
        torch.tensor(losses, dtype=X.dtype),
        torch.stack(after[each - 1 :: each]),
        "A loss must be that over all examples, of the parameters at the end of its epoch.",
        tolerance=1e-10 if X.dtype == torch.float64 else 1e-4,
    )


def orders(mine, n):
    """The rows of each batch in the first epoch of two, which differ."""
    w, b = torch.zeros(n, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    seen = []

    def step():
        require(w.grad is not None, "step found no gradient in .grad.")
        seen.append(w.grad[:, 0].clone())

    mine.honest_loss([w, b], step, torch.eye(n), torch.ones(n), 5, 2)
    require(len(seen) == 12, f"step must be called 12 times; it was {len(seen)}.")
    rows = [g.nonzero()[:, 0].tolist() for g in seen]
    for epoch in rows[:6], rows[6:]:
        once = sorted(i for batch in epoch for i in batch) == list(range(n))
        require(once, "step must see the gradient of each example once an epoch, in batches.")
    close(torch.stack(seen).sum(1), -torch.ones(12), "The gradient must be the batch's mean.")
    require(rows[:6] != rows[6:], "Both epochs have the same order.")
    require(rows[:6] != [list(range(i, i + 5)) for i in range(0, n, 5)], "The order is the data's.")
    return rows[:6]


@case(aspects=ASPECTS)
def by_hand(mine):
    """The example of the statement: a step that changes nothing"""
    X, y = torch.tensor([[1.0], [2.0]]), torch.tensor([2.0, 4.0])
    w, b = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    losses = mine.honest_loss([w, b], lambda: None, X, y, 1, 2)
    require(isinstance(losses, list | tuple), "honest_loss must return a list.")
    require(len(losses) == 2, f"Two epochs give 2 losses, not {len(losses)}.")
    close(torch.tensor([float(x) for x in losses]), torch.tensor([5.0, 5.0]), "Both are 5.")


@case(random=True, aspects=ASPECTS)
def with_a_rest(mine):
    """Eleven examples in batches of four, three epochs"""
    train(mine, draw(11, 2, low=-3, high=3), draw(11, low=-1, high=5), 4, epochs=3, lr=0.05)


@case(random=True, aspects=ASPECTS)
def without_a_rest(mine):
    """Twelve in batches of three; five in batches of one"""
    train(mine, draw(12, 3), draw(12, low=1, high=4), 3, epochs=2, lr=0.2)
    train(mine, draw(5, 1), draw(5, low=1, high=4), 1, epochs=1, lr=0.2)


@case(tolerance=1e-4, also=("float64", "noncontiguous", "single"), aspects=ASPECTS)
def one_batch(mine):
    """All examples in one batch: every number is known"""
    train(mine, draw(7, 2, low=1, high=2), draw(7, low=150, high=200), 8, epochs=3, lr=0.1)


@case(tolerance=1e-4, aspects=ASPECTS)
def equal_examples(mine):
    """Six equal examples in batches of two: no order matters"""
    X, y = draw(1, 2, low=1, high=2).repeat(6, 1), draw(1, low=3, high=4).repeat(6)
    train(mine, X, y, 2, epochs=2, lr=0.1)


@case(random=True, aspects=ASPECTS)
def still_shuffled(mine):
    """Every example once an epoch, in a new random order, and in another the next time"""
    one, other = orders(mine, 30), orders(mine, 30)
    require(one != other, "Two trainings had the same order: is a seed set inside?")
