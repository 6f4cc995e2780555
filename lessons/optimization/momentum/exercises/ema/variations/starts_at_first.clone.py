def ema(xs, gamma, y0=0.0):
    ys = xs.clone()
    for t in range(1, ys.shape[0]):
        ys[t] = ys[t - 1] * gamma + ys[t] * (1 - gamma)
    return ys
