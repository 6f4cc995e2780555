"""Cases for fair_race. Rules of all kinds take part; who comes first must not matter."""

import torch

from tutor.grading import case, close, draw, require


def nothing(params):
    """The states of a rule that remembers nothing."""
    return []


def plain(lr):
    """Gradient descent."""

    @torch.no_grad()
    def update(params, states):
        for p in params:
            p -= lr * p.grad

    return nothing, update


def indexed(lr):
    """Gradient descent as the statement has it, which assigns to the list's first item."""

    @torch.no_grad()
    def update(params, states):
        params[0] -= lr * params[0].grad

    return nothing, update


def rolling(lr, gamma):
    """Momentum, as the way from the place before: its first state is a place."""

    def init(params):
        return [p.detach().clone() for p in params]

    @torch.no_grad()
    def update(params, states):
        for p, before in zip(params, states, strict=True):
            here = p.clone()
            p += gamma * (here - before) - lr * p.grad
            before.copy_(here)

    return init, update


def summing(lr):
    """AdaGrad, which clears the gradients as well."""

    def init(params):
        return [torch.zeros_like(p) for p in params]

    @torch.no_grad()
    def update(params, states):
        for p, s in zip(params, states, strict=True):
            s += p.grad**2
            p -= lr * p.grad / torch.sqrt(s + 1e-6)
            p.grad = None

    return init, update


def holding(lr):
    """Gradient descent as in torch.optim: init keeps the tensors, and update moves those."""

    def init(params):
        return list(params)

    @torch.no_grad()
    def update(params, states):
        for p in states:
            if p.grad is not None:
                p -= lr * p.grad

    return init, update


def valley(x):
    """0.1 x₁² + 2 x₂²."""
    return 0.1 * x[0] ** 2 + 2 * x[1] ** 2


def square(x):
    """The sum of the squares."""
    return (x**2).sum()


def waves(x):
    """Of any number of variables, and no bowl."""
    return (torch.sin(x) + 0.1 * x**4).sum()


def run(mine, optimizers, f, start, steps):
    """A race, sure to be a dict of tensors with the right shapes."""
    before = start.detach().clone()
    paths = mine.fair_race(optimizers, f, start, steps)
    require(isinstance(paths, dict), "A dict of paths is asked for.")
    require(list(paths) == list(optimizers), "Each optimizer must have its path, under its name.")
    shape = (steps + 1, *start.shape)
    for name, path in paths.items():
        require(isinstance(path, torch.Tensor), "A path must be a tensor.")
        require(tuple(path.shape) == shape, f"A path must have shape {shape}.")
        require(not path.requires_grad, "Autograd is still watching a path.")
        close(path[0], before, f"{name} doesn't begin at the start.")
    return paths


@case
def by_hand(mine):
    """The example of the statement"""
    rules = {"a": indexed(0.25), "b": indexed(0.25)}
    paths = run(mine, rules, square, torch.tensor([8.0]), 2)
    for path in paths.values():
        close(path, torch.tensor([[8.0], [4.0], [2.0]]), "Both walk from 8 to 4, and to 2.")


@case
def published(mine):
    """Three rules in the valley, where two ends are known"""
    rules = {"plain": plain(0.4), "summing": summing(0.4), "rolling": rolling(0.4, 0.5)}
    start = torch.tensor([-5.0, -2.0], dtype=torch.float64)
    paths = run(mine, rules, valley, start, 20)
    for name, end in ("plain", (-0.943467, -0.000073)), ("rolling", (-0.062843, 0.001202)):
        wanted = torch.tensor(end, dtype=torch.float64)
        close(paths[name][-1], wanted, f"{name} must end at {end}.", tolerance=1e-6)


@case
def twins(mine):
    """The same rule three times under three names: a dead heat"""
    start = draw(3, low=1, high=2, signed=True)
    for one in (plain(0.1), rolling(0.05, 0.8), summing(0.3)):
        paths = run(mine, {"a": one, "b": one, "c": one}, waves, start, 6)
        for name in ("b", "c"):
            close(paths[name], paths["a"], "The same rule must walk the same path each time.")


@case
def other_order(mine):
    """Who is named first must not matter"""
    start = draw(2, low=1, high=2, signed=True)
    rules = {"plain": plain(0.1), "rolling": rolling(0.1, 0.9), "summing": summing(0.5)}
    one = run(mine, rules, waves, start, 5)
    other = run(mine, dict(reversed(rules.items())), waves, start, 5)
    for name in rules:
        close(other[name], one[name], f"{name} walks differently when the order is another.")


@case(also=("float64", "single", "noncontiguous", "zeros", "large"))
def one_alone(mine):
    """A race of one, in several dimensions"""
    run(mine, {"summing": summing(0.2)}, waves, draw(5, low=0.5, high=2, signed=True), 4)


@case(also=("float64",))
def states_that_hold(mine):
    """A rule whose states hold the tensor itself, and move that"""
    start = draw(3, low=1, high=2, signed=True)
    paths = run(mine, {"plain": plain(0.1), "holding": holding(0.1)}, waves, start, 4)
    message = "What init was given must be the very tensor that walks, at every step."
    close(paths["holding"], paths["plain"], message)


@case
def no_step(mine):
    """A race without a step, and one of one step"""
    for steps in (0, 1):
        run(mine, {"a": plain(0.3), "b": rolling(0.2, 0.5)}, waves, draw(4), steps)


@case
def level_ground(mine):
    """On level ground: who has no memory stays there, and who rolls rolls on"""
    rules = {"plain": plain(0.5), "rolling": rolling(0.5, 0.5)}
    run(mine, rules, square, torch.tensor([8.0, -4.0]), 4)


@case
def again(mine):
    """The same race twice, from the same tensor"""
    start, rules = draw(2, low=1, high=3), {"a": rolling(0.05, 0.7), "b": plain(0.05)}
    first, second = (run(mine, rules, waves, start, 3) for _ in range(2))
    for name in rules:
        close(second[name], first[name], "The second race differs from the first.")
