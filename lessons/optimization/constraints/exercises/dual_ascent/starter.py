from collections.abc import Callable


def dual_ascent(
    argmin: Callable[[float], float],
    c: Callable[[float], float],
    eta: float,
    steps: int,
) -> list[float]:
    """All prices of an auction: alpha ← max(0, alpha + eta · c(x)).

    argmin(alpha) is the x where f + alpha · c is lowest; the first
    price is 0. Returns steps + 1 prices.
    """
    raise NotImplementedError
