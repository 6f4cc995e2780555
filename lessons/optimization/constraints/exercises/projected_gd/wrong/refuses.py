import torch


def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    xs = [x]
    for _ in range(steps):
        new = x - eta * grad(x)
        if torch.equal(proj(new), new):
            x = new
        xs.append(x)
    return xs
