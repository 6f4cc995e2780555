import torch


def jensen_gap(f, w, x):
    a = w / w.sum()
    return ((a * f(x)).sum() - f(x.mean())).item()
