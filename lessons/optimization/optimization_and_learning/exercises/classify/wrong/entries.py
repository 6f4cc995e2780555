def classify(H):
    zero = 1e-5 * H.abs().max()
    if (H > zero).all():
        return "min"
    if (H < -zero).all():
        return "max"
    if (H > zero).any() and (H < -zero).any():
        return "saddle"
    return "undecided"
