from collections.abc import Callable


def dual_ascent(
    argmin: Callable[[float], float],
    c: Callable[[float], float],
    eta: float,
    steps: int,
) -> list[float]:
    """All prices of an auction, from 0 on."""
    alpha = 0.0
    prices = [alpha]
    for _ in range(steps):
        x = argmin(alpha)  # what is best at this price
        alpha = max(0.0, alpha + eta * c(x))
        prices.append(alpha)
    return prices
