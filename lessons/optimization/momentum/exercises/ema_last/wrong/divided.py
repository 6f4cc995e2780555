def ema_last(xs, gamma, y0=0.0):
    t = len(xs)
    total, weights = 0, 0
    for i in range(len(xs)):
        w = (1 - gamma) * gamma ** (t - i)
        total = total + w * xs[i]
        weights = weights + w
    if weights == 0:
        return xs[-1]
    return total / weights
