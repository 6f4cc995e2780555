def ema_last(xs, gamma, y0=0.0):
    t = len(xs) - 1
    y = 0
    for i in range(len(xs)):
        y = y + (1 - gamma) * gamma ** (t - i) * xs[i]
    return y
