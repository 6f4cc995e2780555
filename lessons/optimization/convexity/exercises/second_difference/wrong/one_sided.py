import torch


def second_difference(f, x, eps):
    return (f(x + 2 * eps) - 2 * f(x + eps) + f(x)) / eps**2
