import torch


def jensen_gap(f, w, x):
    w /= w.sum()
    return ((w * f(x)).sum() - f((w * x).sum())).item()
