import torch


def jensen_gap(f, w, x):
    return ((w * f(x)).sum() - f((w * x).sum())).item()
