import torch


def directional_derivative(f, x, u):
    here = x.data.clone()
    here.requires_grad = True
    f(here).backward()
    g = here.grad
    if g.norm() == 0:
        return 0.0
    cosine = torch.nn.functional.cosine_similarity(g, u, dim=0)
    return float(g.norm() * cosine)
