import torch


def corr2d(X, K):
    turned = torch.rot90(K, 2)
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows * turned).sum(dim=(-2, -1))
