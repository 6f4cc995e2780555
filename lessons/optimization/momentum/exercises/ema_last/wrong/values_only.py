def ema_last(xs, gamma, y0=0.0):
    t = len(xs)
    y = gamma ** (t + 1) * y0
    for i in range(len(xs)):
        y = y + (1 - gamma) * gamma ** (t - 1 - i) * xs[i]
    return y
