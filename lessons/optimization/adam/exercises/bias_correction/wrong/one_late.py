def bias_correction(v, beta, t):
    return v / (1 - beta ** (t + 1))
