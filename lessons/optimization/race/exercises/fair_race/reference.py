from collections.abc import Callable, Mapping

import torch
from torch import Tensor


def fair_race(
    optimizers: Mapping[str, tuple[Callable, Callable]],
    f: Callable[[Tensor], Tensor],
    start: Tensor,
    steps: int,
) -> dict[str, Tensor]:
    """The path of each optimizer down f, by its name.

    optimizers: for each name a pair (init, update), used as
    states = init(params) and update(params, states).
    start: (d,). Each path is (steps + 1, d), the start first.
    """
    paths = {}
    for name, (init, update) in optimizers.items():
        x = start.clone().requires_grad_()  # a place of its own
        states = init([x])
        places = [x.detach().clone()]
        for _ in range(steps):
            x.grad = None  # backward would add to it
            f(x).backward()
            update([x], states)
            places.append(x.detach().clone())
        paths[name] = torch.stack(places)
    return paths
