import torch


def jensen_gap(f, w, x):
    total = w.sum()
    return float((w @ f(x)) / total - f((w @ x) / total))
