import numpy as np


def classify(H):
    bends = np.linalg.eigvalsh(H.numpy())
    signs = [int(np.sign(b)) if abs(b) > 1e-5 * max(abs(bends)) else 0 for b in bends]
    if -1 in signs and 1 in signs:
        return "saddle"
    if 0 in signs:
        return "undecided"
    return "min" if signs[0] == 1 else "max"
