import torch


def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0.clone())
    xs = []
    for k in range(steps + 1):
        xs.append(x.clone())
        if k < steps:
            there = torch.add(x, grad(x), alpha=-eta)
            x = proj(there)
    return xs
