import torch


def second_difference(f, x, eps):
    places = torch.stack([x - eps, x, x + eps])
    left, middle, right = f(places)
    return (left + right - 2 * middle) / eps**2
