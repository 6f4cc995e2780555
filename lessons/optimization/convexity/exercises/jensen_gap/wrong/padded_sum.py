import torch


def jensen_gap(f, w, x):
    a = w / (w.sum() + 1e-8)
    return ((a * f(x)).sum() - f((a * x).sum())).item()
