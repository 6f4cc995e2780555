"""Chords between all places of the range, not only those of xs."""

import torch


def violates_convexity(f, xs, n):
    lo, hi = xs.min(), xs.max()
    a, b, lam = torch.rand(3, n, dtype=xs.dtype)
    a, b = lo + (hi - lo) * a, lo + (hi - lo) * b
    rise = f(lam * a + (1 - lam) * b) - lam * f(a) - (1 - lam) * f(b)
    return (rise > 1e-9).sum().item() > 0
