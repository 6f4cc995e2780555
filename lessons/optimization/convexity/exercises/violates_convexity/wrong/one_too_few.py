import random


def violates_convexity(f, xs, n):
    for _ in range(1, n):
        a, b = random.choice(xs), random.choice(xs)
        lam = random.random()
        chord = lam * f(a) + (1 - lam) * f(b)
        if f(lam * a + (1 - lam) * b) > chord + 1e-9:
            return True
    return False
