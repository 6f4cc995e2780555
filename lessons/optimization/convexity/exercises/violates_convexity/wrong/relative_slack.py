import torch


def violates_convexity(f, xs, n):
    i, j = torch.randint(len(xs), (2, n))
    a, b = xs[i], xs[j]
    lam = torch.rand(n, dtype=xs.dtype)
    left = f(lam * a + (1 - lam) * b)
    right = lam * f(a) + (1 - lam) * f(b)
    close = torch.isclose(left, right, atol=1e-9)
    return bool(((left > right) & ~close).any())
