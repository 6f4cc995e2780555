def bias_correction(v, beta, t):
    v /= 1 - beta**t
    return v
