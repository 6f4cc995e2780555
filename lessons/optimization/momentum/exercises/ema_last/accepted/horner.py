def ema_last(xs, gamma, y0=0.0):
    if len(xs) == 0:
        return y0
    return gamma * ema_last(xs[:-1], gamma, y0) + (1 - gamma) * xs[-1]
