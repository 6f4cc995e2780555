from collections.abc import Callable

from torch import Tensor


def jensen_gap(
    f: Callable[[Tensor], Tensor],
    w: Tensor,
    x: Tensor,
) -> float:
    """The mean of f(x) less f at the mean of x."""
    alpha = w / w.sum()  # (n,), now they add up to 1
    mean_of_f = (alpha * f(x)).sum()
    f_of_mean = f((alpha * x).sum())
    return (mean_of_f - f_of_mean).item()
