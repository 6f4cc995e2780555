def ema_last(xs, gamma, y0=0.0):
    t = len(xs) - 2
    y = gamma ** (t + 1) * y0
    for i in range(len(xs)):
        y = y + (1 - gamma) * gamma ** (t - i) * xs[i] if gamma else xs[i]
    return y
