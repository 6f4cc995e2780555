import torch


def second_difference(f, x, eps):
    right = (f(x + eps) - f(x)) / eps
    left = (f(x) - f(x - eps)) / eps
    return (right - left) / eps
