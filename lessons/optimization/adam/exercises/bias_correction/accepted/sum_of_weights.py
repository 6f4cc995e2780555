def bias_correction(v, beta, t):
    """Add up the weights of the slopes, the newest first."""
    there, weight = 0.0, 1 - beta
    for _ in range(t):
        there += weight
        weight *= beta
    return v.div(there)
