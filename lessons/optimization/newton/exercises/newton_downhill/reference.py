from collections.abc import Callable


def newton_downhill(
    gradf: Callable[[float], float],
    hessf: Callable[[float], float],
    x0: float,
    eta: float,
    steps: int,
) -> list[float]:
    """All iterates of Newton's method, which must lead downhill."""
    x = x0
    xs = [x]
    for _ in range(steps):
        # |f''|: the sign of the step is then that of -f'
        x = x - eta * gradf(x) / abs(hessf(x))
        xs.append(x)
    return xs
