import math
from collections.abc import Callable


def best_rate(
    run: Callable[[float], float],
    low: float,
    high: float,
    count: int,
) -> tuple[float, float]:
    """The learning rate with the lowest loss, and that loss."""
    best = None
    for i in range(count):
        share = i / (count - 1) if count > 1 else 0  # from 0 to 1
        rate = low * (high / low) ** share
        loss = run(rate)
        if not math.isfinite(loss):  # inf or nan: it has diverged
            continue
        if best is None or loss < best[1]:
            best = rate, loss
    if best is None:
        raise ValueError("No rate ended with a finite loss.")
    return best
