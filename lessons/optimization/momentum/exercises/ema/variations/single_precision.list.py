import torch


def ema(xs, gamma, y0=0.0):
    def one(values):
        y, out = y0, []
        for x in values:
            y = gamma * y + (1 - gamma) * x
            out.append(y)
        return out

    if xs.dim() == 1:
        return torch.tensor(one(xs.tolist()))
    return torch.tensor([one(c) for c in xs.T.tolist()]).T
