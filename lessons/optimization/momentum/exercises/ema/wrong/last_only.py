def ema(xs, gamma, y0=0.0):
    y = y0
    for x in xs:
        y = gamma * y + (1 - gamma) * x
    return y
