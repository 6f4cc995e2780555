import torch


def dual_ascent(argmin, c, eta, steps):
    prices = torch.zeros(steps + 1, dtype=torch.float64)
    for k in range(steps):
        x = argmin(prices[k].item())
        prices[k + 1] = torch.relu(prices[k] + eta * c(x))
    return prices.tolist()
