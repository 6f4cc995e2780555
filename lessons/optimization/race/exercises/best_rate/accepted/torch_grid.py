import math

import torch


def best_rate(run, low, high, count):
    exponents = torch.linspace(math.log10(low), math.log10(high), count, dtype=torch.float64)
    rates = (10**exponents).tolist()
    losses = torch.tensor([run(rate) for rate in rates], dtype=torch.float64)
    losses = torch.where(losses.isfinite(), losses, torch.inf)
    if losses.isinf().all():
        raise ValueError("no finite loss")
    i = losses.argmin().item()
    return rates[i], losses[i].item()
