import math


def best_rate(run, low, high, count):
    if count == 1:
        high, factor = low, 2
    else:
        factor = (high / low) ** (1 / (count - 1))
    found = []
    rate = low
    while rate <= high:
        loss = run(rate)
        if math.isfinite(loss):
            found.append((loss, rate))
        rate *= factor
    if not found:
        raise ValueError("no finite loss")
    loss, rate = min(found)
    return rate, loss
