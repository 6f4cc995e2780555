import torch


def jensen_gap(f, w, x):
    """The mean of f(x) less f of the mean, taken off before the mean."""
    p = w.div(w.sum())
    m = torch.dot(p, x)
    return torch.dot(p, f(x) - f(m)).item()
