def bias_correction(v, beta, t):
    return v / beta**t
