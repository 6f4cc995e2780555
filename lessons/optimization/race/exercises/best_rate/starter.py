import math
from collections.abc import Callable


def best_rate(
    run: Callable[[float], float],
    low: float,
    high: float,
    count: int,
) -> tuple[float, float]:
    """The learning rate with the lowest loss, and that loss.

    Tries count rates from low to high, both among them, each the same
    factor above the one before. run(rate) trains and returns the loss
    at the end, which may be inf or nan. ValueError if none is finite.
    """
    raise NotImplementedError
