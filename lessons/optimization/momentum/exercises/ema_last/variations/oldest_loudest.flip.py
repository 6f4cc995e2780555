def ema_last(xs, gamma, y0=0.0):
    y = y0
    for x in xs.flip(0):
        y = gamma * y + (1 - gamma) * x
    return y
