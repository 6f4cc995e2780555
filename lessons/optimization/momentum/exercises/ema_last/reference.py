from torch import Tensor


def ema_last(xs: Tensor, gamma: float, y0: float = 0.0) -> Tensor:
    """The moving average of xs after its last value, in one go."""
    t = len(xs) - 1  # the values are number 0 to t
    y = gamma ** (t + 1) * y0
    for i in range(len(xs)):
        y = y + (1 - gamma) * gamma ** (t - i) * xs[i]
    return y
