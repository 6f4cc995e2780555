def bias_correction(v, beta, t):
    return v / (1 - 0.9**t)
