import torch


def second_difference(f, x, eps):
    return (f(x + eps) - f(x - eps)) / (2 * eps)
