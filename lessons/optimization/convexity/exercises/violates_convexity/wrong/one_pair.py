import torch


def violates_convexity(f, xs, n):
    a, b = xs[0], xs[-1]
    lam = torch.rand(n, dtype=xs.dtype)
    chord = lam * f(a) + (1 - lam) * f(b)
    return bool((f(lam * a + (1 - lam) * b) > chord + 1e-9).any())
