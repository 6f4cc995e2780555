from collections.abc import Callable


def newton_downhill(
    gradf: Callable[[float], float],
    hessf: Callable[[float], float],
    x0: float,
    eta: float,
    steps: int,
) -> list[float]:
    """All iterates of Newton's method, which must lead downhill.

    x0: a number; gradf(x) is the slope f'(x), hessf(x) the bend
    f''(x). Returns steps + 1 iterates, x0 first.
    """
    x = x0
    xs = [x]
    for _ in range(steps):
        x = x - eta * gradf(x) / hessf(x)
        xs.append(x)
    return xs
