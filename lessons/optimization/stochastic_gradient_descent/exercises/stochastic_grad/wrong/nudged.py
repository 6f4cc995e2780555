import torch


def stochastic_grad(fs, x, i, h=1e-3):
    g = torch.zeros_like(x)
    for k in range(x.numel()):
        nudge = torch.zeros_like(x)
        nudge.view(-1)[k] = h
        g.view(-1)[k] = (fs[i](x + nudge) - fs[i](x)) / h
    return g
