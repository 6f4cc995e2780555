import torch


def violates_convexity(f, xs, n):
    i, j = torch.randint(len(xs), (2, n))
    a, b = xs[i], xs[j]
    lam = torch.randint(0, 101, (n,)).to(xs.dtype) / 100
    chord = lam * f(a) + (1 - lam) * f(b)
    return bool((f(lam * a + (1 - lam) * b) > chord + 1e-9).any())
