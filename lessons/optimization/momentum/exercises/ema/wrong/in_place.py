def ema(xs, gamma, y0=0.0):
    before = y0
    for t in range(len(xs)):
        xs[t] = gamma * before + (1 - gamma) * xs[t]
        before = xs[t]
    return xs
