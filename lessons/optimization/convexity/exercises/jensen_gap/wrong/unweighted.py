import torch


def jensen_gap(f, w, x):
    return (f(x).mean() - f(x.mean())).item()
