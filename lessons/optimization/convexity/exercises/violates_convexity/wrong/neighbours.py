import torch


def violates_convexity(f, xs, n):
    xs = xs.sort().values
    for _ in range(n):
        i = torch.randint(max(len(xs) - 1, 1), ())
        a, b = xs[i], xs[min(i + 1, len(xs) - 1)]
        lam = torch.rand((), dtype=xs.dtype)
        chord = lam * f(a) + (1 - lam) * f(b)
        if f(lam * a + (1 - lam) * b) > chord + 1e-9:
            return True
    return False
