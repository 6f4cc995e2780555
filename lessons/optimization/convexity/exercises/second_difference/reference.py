from collections.abc import Callable

from torch import Tensor


def second_difference(
    f: Callable[[Tensor], Tensor],
    x: Tensor,
    eps: float,
) -> Tensor:
    """How f bends at each place, from three values eps apart."""
    return (f(x + eps) - 2 * f(x) + f(x - eps)) / eps**2
