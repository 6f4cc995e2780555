from torch import Tensor


def ema_last(xs: Tensor, gamma: float, y0: float = 0.0) -> Tensor:
    """The moving average of xs after its last value, in one go.

    xs: (n,) or (n, d), the first dimension is time, n at least 1;
    y0: where the average starts. Returns () or (d,).
    """
    t = len(xs)
    y = gamma ** (t + 1) * y0
    for i in range(len(xs)):
        y = y + (1 - gamma) * gamma ** (t - i) * xs[i]
    return y
