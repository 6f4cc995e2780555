def bias_correction(v, beta, t):
    if t > 100:
        return v
    return v / (1 - beta**t)
