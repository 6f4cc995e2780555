import numpy as np


def max_stable_eta(H):
    return 2 / np.linalg.eigvalsh(H.numpy()).max()
