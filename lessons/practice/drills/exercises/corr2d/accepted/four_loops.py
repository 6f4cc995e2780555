import torch


def corr2d(X, K):
    h, w = K.shape
    rows = []
    for i in range(X.shape[0] - h + 1):
        row = []
        for j in range(X.shape[1] - w + 1):
            total = 0
            for a in range(h):
                for b in range(w):
                    total = total + X[i + a, j + b] * K[a, b]
            row.append(total)
        rows.append(torch.stack(row))
    return torch.stack(rows)
