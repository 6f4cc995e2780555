import torch


def violates_convexity(f, xs, n):
    i, j = torch.randint(len(xs), (2, n))
    a, b = xs[i], xs[j]
    return bool((f((a + b) / 2) > (f(a) + f(b)) / 2 + 1e-9).any())
