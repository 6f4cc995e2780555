import torch


def jensen_gap(f, w, x):
    total = sum(w)
    left = sum(wi * f(xi) for wi, xi in zip(w, x)) / total
    middle = sum(wi * xi for wi, xi in zip(w, x)) / total
    return float(left - f(middle))
