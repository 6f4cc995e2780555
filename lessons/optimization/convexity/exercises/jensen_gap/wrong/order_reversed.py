import torch


def jensen_gap(f, w, x):
    a = w / w.sum()
    return (f((a * x).sum()) - (a * f(x)).sum()).item()
