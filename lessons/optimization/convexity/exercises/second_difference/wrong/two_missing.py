import torch


def second_difference(f, x, eps):
    return (f(x + eps) - f(x) + f(x - eps)) / eps**2
