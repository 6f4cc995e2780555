import math

import torch


def best_rate(run, low, high, count):
    rates = [low * (high / low) ** (i / max(1, count - 1)) for i in range(count)]
    losses = torch.tensor([run(rate) for rate in rates])
    losses[~losses.isfinite()] = math.inf
    if losses.isinf().all():
        raise ValueError("no finite loss")
    i = int(losses.argmin())
    return rates[i], losses[i].item()
