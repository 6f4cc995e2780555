import torch


def jensen_gap(f, w, x):
    a = w / w.sum().clamp(min=1)
    return ((a * f(x)).sum() - f((a * x).sum())).item()
