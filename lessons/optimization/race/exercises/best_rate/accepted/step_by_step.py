import math


def best_rate(run, low, high, count):
    factor = (high / low) ** (1 / (count - 1)) if count > 1 else 1.0
    best, found = math.inf, None
    rate = low
    for _ in range(count):
        loss = run(rate)
        if -math.inf < loss < best:  # nan is neither
            best, found = loss, rate
        rate *= factor
    if found is None:
        raise ValueError("every run diverged")
    return found, best
