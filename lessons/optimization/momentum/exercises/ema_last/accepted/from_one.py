def ema_last(xs, gamma, y0=0.0):
    t = len(xs)
    y = gamma**t * y0
    for i in range(1, t + 1):
        y = y + (1 - gamma) * gamma ** (t - i) * xs[i - 1]
    return y
