def ema_last(xs, gamma, y0=0.0):
    n = len(xs)
    values = sum(gamma ** (n - i) * x for i, x in enumerate(xs))
    return (1 - gamma) * values + gamma**n * y0
