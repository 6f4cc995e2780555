import torch


def violates_convexity(f, xs, n):
    torch.manual_seed(0)
    i, j = torch.randint(len(xs), (2, n))
    a, b = xs[i], xs[j]
    lam = torch.rand(n, dtype=xs.dtype)
    chord = lam * f(a) + (1 - lam) * f(b)
    return bool((f(lam * a + (1 - lam) * b) > chord + 1e-9).any())
