def ema_last(xs, gamma, y0=0.0):
    total = 0
    for age, x in enumerate(xs.flip(0)):
        total = total + gamma**age * x
    return (1 - gamma) * total + gamma ** (len(xs) + 1) * y0
