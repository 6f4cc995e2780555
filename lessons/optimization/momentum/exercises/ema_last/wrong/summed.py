def ema_last(xs, gamma, y0=0.0):
    t = len(xs) - 1
    y = gamma ** (t + 1) * y0
    for i in range(len(xs)):
        y = y + gamma ** (t - i) * xs[i]
    return y
