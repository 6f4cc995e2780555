from collections.abc import Callable

from torch import Tensor


def stochastic_grad(
    fs: list[Callable[[Tensor], Tensor]],
    x: Tensor,
    i: int,
) -> Tensor:
    """The gradient of example i's objective fs[i] at x."""
    x = x.clone().requires_grad_()  # the caller's own is left alone
    fs[i](x).backward()
    return x.grad
