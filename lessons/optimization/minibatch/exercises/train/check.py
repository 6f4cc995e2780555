"""Cases for train. The order of the examples is random, so most are laws that hold for any."""

import torch

from tutor.grading import case, close, draw, equivalent, require

equivalent(
    """
    -        error = (features[rows] @ w + b)[:, 0] - labels[rows]
    +        error = labels[rows] - (features[rows] @ w + b)[:, 0]
    """,
    because="The error is squared, so its sign doesn't matter.",
)
equivalent(
    """
    -        with torch.no_grad():  # over all examples, unrecorded
    -            losses.append(loss_of(slice(None)).item())
    +        losses.append(loss_of(slice(None)).item())
    """,
    because="Only a number is kept of what is recorded: it costs time and changes nothing.",
)

ASPECTS = ("any .grad",)


def half_mse(w, b, X, y):
    """The loss of the statement, over all of X."""
    with torch.no_grad():
        return (((X @ w + b)[:, 0] - y) ** 2).mean().item() / 2


def plane(d, **options):
    """Parameters of a plane, away from zero."""
    return [draw(d, 1, grad=True, fixed=True, **options), draw(1, grad=True, fixed=True)]


def down(params, lr):
    """A step along the slope."""

    def step():
        require(all(p.grad is not None for p in params), "step found no gradient in .grad.")
        with torch.no_grad():
            for p in params:
                p.sub_(lr * p.grad)

    return step


def batches(mine, n, batch_size, epochs):
    """The rows of each batch, as `step` sees them; steps that change nothing.

    Example i has a 1 in column i, and the plane is flat at 0. So in the gradient of w each row of
    the batch leaves its label, over the number of rows; and all others leave zero.
    """
    X, y = torch.eye(n), torch.arange(n) + 1.0
    w, b = torch.zeros(n, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    seen = []

    def step():
        require(w.grad is not None, "step found no gradient in .grad.")
        seen.append((w.grad[:, 0].clone(), b.grad.clone()))

    mine.train([w, b], step, X, y, batch_size=batch_size, epochs=epochs)
    each = -(-n // batch_size)
    message = f"{epochs} epochs with {each} batches each are {epochs * each} steps; step was"
    require(len(seen) == epochs * each, f"{message} called {len(seen)} times.")
    found = []
    for slope, bias in seen:
        rows = slope.nonzero()[:, 0]
        wanted = torch.zeros(n)
        wanted[rows] = -y[rows] / len(rows)
        message = (
            "The gradient must be that of the mean over the rows of the batch, and of no others."
        )
        close(slope, wanted, message)
        close(bias, -y[rows].mean().reshape(1), "The gradient of b must be the batch's mean error.")
        found.append(rows.tolist())
    return [found[i : i + each] for i in range(0, len(found), each)]


def all_once(epoch, n, batch_size):
    """An epoch takes each of n examples once, in batches of the right size."""
    sizes = [len(rows) for rows in epoch]
    wanted = [min(batch_size, n - i) for i in range(0, n, batch_size)]
    what = f"{n} examples in batches of {batch_size} give"
    require(sizes == wanted, f"{what} {wanted}; yours have {sizes}.")
    missing = n - len({i for rows in epoch for i in rows})
    require(not missing, f"In one epoch {missing} of {n} examples never came.")


@case(tolerance=1e-5, aspects=ASPECTS)
def by_hand(mine):
    """The example of the statement"""
    X, y = torch.tensor([[1.0], [3.0]]), torch.tensor([2.0, 4.0])
    w, b = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    losses = mine.train([w, b], down([w, b], 0.1), X, y, batch_size=2, epochs=1)
    close(w, torch.tensor([[0.7]]), "Work the step out by hand.")
    close(b, torch.tensor([0.3]), "Work the step out by hand.")
    floats = isinstance(losses, list | tuple) and all(isinstance(x, float) for x in losses)
    require(floats, "train must return a list of numbers.")
    require(
        len(losses) == 2, f"There must be 2 losses, before the step and after; not {len(losses)}."
    )
    close(torch.tensor(losses), torch.tensor([5.0, 0.89]), "The losses are others.")


@case(random=True, aspects=ASPECTS)
def with_a_rest(mine):
    """Eleven examples in batches of four: what step finds in .grad"""
    for epoch in batches(mine, 11, 4, 2):
        all_once(epoch, 11, 4)


@case(random=True, aspects=ASPECTS)
def other_sizes(mine):
    """Batches of one, of half the data, and one that is larger than the data"""
    for n, batch_size in ((3, 1), (6, 3), (5, 8)):
        for epoch in batches(mine, n, batch_size, 1):
            all_once(epoch, n, batch_size)


@case(random=True, aspects=ASPECTS)
def a_new_order(mine):
    """A new random order in every epoch, and others the next time"""
    first, second = batches(mine, 36, 6, 2)
    require(first != [list(range(i, i + 6)) for i in range(0, 36, 6)], "The order is the data's.")
    require(first != second, "Both epochs have the same order.")
    # two neighbours of the data share a batch with a chance of 1/7: of 35 pairs about 5 do, and
    # 30 where the batches are cut before they are shuffled
    together = sum({i, i + 1} <= set(rows) for rows in first for i in range(35))
    require(together < 24, "The rows of a batch lie side by side in the data.")
    again, _ = batches(mine, 36, 6, 2)
    require(again != first, "Two trainings had the same order: is a seed set inside?")


@case(tolerance=1e-4, also=("float64", "noncontiguous", "single"), aspects=ASPECTS)
def one_batch(mine):
    """All examples in one batch, three epochs: every number is known"""
    X, y = draw(9, 3, low=1, high=3), draw(9, low=2, high=4)
    params = plane(3)
    losses = mine.train(params, down(params, 0.1), X, y, batch_size=9, epochs=3)
    close(
        torch.tensor(losses[-1], dtype=torch.float64),
        torch.tensor(half_mse(*params, X, y), dtype=torch.float64),
        "The last loss must be that at the end.",
        tolerance=1e-10 if draw.dtype == torch.float64 else 1e-4,
    )


@case(tolerance=1e-4, aspects=ASPECTS)
def equal_examples(mine):
    """Equal examples in batches of 50, a rest of 30: no order matters"""
    X, y = draw(1, 2, low=1, high=2).repeat(130, 1), draw(1, low=150, high=200).repeat(130)
    params = plane(2)
    mine.train(params, down(params, 0.05), X, y, batch_size=50, epochs=2)


@case(random=True, aspects=ASPECTS)
def told(mine):
    """130 examples in batches of 20: the losses, and what log is told"""
    X, y = draw(130, 2, low=-3, high=3), draw(130, low=-2, high=6)
    params = plane(2)
    heard, after = [], [p.detach().clone() for p in params]
    move = down(params, 0.05)

    def step():
        same = all(torch.equal(p, q) for p, q in zip(params, after, strict=True))
        require(same, "The parameters were changed, and not by step.")
        move()
        after[:] = [p.detach().clone() for p in params]

    def log(epochs, loss):
        heard.append((epochs, loss))
        message = "log must be told the loss over all examples, of the parameters as they are then."
        close(torch.tensor(loss), torch.tensor(half_mse(*params, X, y)), message, tolerance=1e-4)

    losses = mine.train(params, step, X, y, batch_size=20, epochs=2, log=log)
    require(len(heard) == 5, f"log must be told 5 losses; it was told {len(heard)}.")
    require([loss for _, loss in heard] == list(losses), "log was told other losses than returned.")
    times = torch.tensor([float(epochs) for epochs, _ in heard])
    message = "log must be told the epochs: 0, 100/130, 1, 1 + 100/130, 2."
    close(times, torch.tensor([0, 100 / 130, 1, 1 + 100 / 130, 2]), message)
    require(losses[-1] < losses[0], "After two epochs the loss must have come down.")


@case(random=True, aspects=ASPECTS)
def reports(mine):
    """1500 examples: 31 losses in two epochs, 7 in six with one batch; 90 in batches of 40: 4"""
    for n, batch_size, epochs, count in ((1500, 100, 2, 31), (1500, 1500, 6, 7), (90, 40, 3, 4)):
        X, y, params = draw(n, 2), draw(n, low=1, high=2), plane(2)
        losses = mine.train(params, down(params, 0.1), X, y, batch_size, epochs)
        what = f"in {epochs} epochs of {n} with batches of {batch_size}"
        require(len(losses) == count, f"There must be {count} losses {what}, not {len(losses)}.")
        close(
            torch.tensor(losses[-1]),
            torch.tensor(half_mse(*params, X, y)),
            "The last loss must be that of the parameters at the end, over all examples.",
            tolerance=1e-4,
        )


@case(random=True, aspects=ASPECTS)
def defaults(mine):
    """Batches of ten and two epochs, if nothing is said"""
    X, y = draw(120, 2), draw(120)
    params = plane(2)
    calls = []
    losses = mine.train(params, lambda: calls.append(1), X, y)
    require(len(calls) == 24, f"Two epochs of 120 examples are 24 steps, not {len(calls)}.")
    require(len(losses) == 5, f"There must be 5 losses, not {len(losses)}.")
