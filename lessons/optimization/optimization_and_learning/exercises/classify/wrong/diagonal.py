def classify(H):
    bends = H.diagonal()
    zero = 1e-5 * bends.abs().max()
    if (bends < -zero).any() and (bends > zero).any():
        return "saddle"
    if (bends > zero).all():
        return "min"
    if (bends < -zero).all():
        return "max"
    return "undecided"
