import math


def best_rate(run, low, high, count):
    best, found = None, None
    for i in range(count):
        share = i / (count - 1) if count > 1 else 0
        rate = low * (high / low) ** share
        loss = run(rate)
        if math.isfinite(loss) and (not best or loss < best):
            best, found = loss, rate
    if found is None:
        raise ValueError("no finite loss")
    return found, best
