import numpy as np
import torch


def corr2d(X, K):
    x, k = X.detach().numpy(), K.detach().numpy()
    windows = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    return torch.from_numpy(np.einsum("ijab,ab->ij", windows, k))
