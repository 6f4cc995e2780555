def max_stable_eta(H):
    return 2 / H.trace().item()
