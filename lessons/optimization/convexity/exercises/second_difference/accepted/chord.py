import torch


def second_difference(f, x, eps):
    """Twice the height of the chord's middle above f, over eps squared."""
    chord = (f(x + eps) + f(x - eps)) / 2
    return 2 * (chord - f(x)) / eps**2
