import math

import torch


def best_rate(run, low, high, count):
    best, found = math.inf, None
    for rate in torch.logspace(low, high, count).tolist():
        loss = run(rate)
        if math.isfinite(loss) and loss < best:
            best, found = loss, rate
    if found is None:
        raise ValueError("no finite loss")
    return found, best
