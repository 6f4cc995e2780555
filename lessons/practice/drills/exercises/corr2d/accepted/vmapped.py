import torch


def corr2d(X, K):
    kh, kw = K.shape
    rows = torch.stack([X[i : i + kh] for i in range(X.shape[0] - kh + 1)])

    def along(strip):  # (kh, n_w)
        parts = [strip[:, j : j + kw] for j in range(X.shape[1] - kw + 1)]
        return (torch.stack(parts) * K).sum((1, 2))

    return torch.vmap(along)(rows)
