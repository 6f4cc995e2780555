import torch


def second_difference(f, x, eps):
    return (2 * f(x) - f(x + eps) - f(x - eps)) / eps**2
