import torch


def closed_form(X, y):
    n, d = X.shape
    A = torch.ones(n, d + 1, dtype=X.dtype)
    A[:, :d] = X
    M = torch.cat([A.T @ A, A.T @ y], dim=1).double()
    for i in range(d + 1):
        k = i + int(M[i:, i].abs().argmax())
        M[[i, k]] = M[[k, i]]
        M[i] = M[i] / M[i, i].item()
        for j in range(d + 1):
            if j != i:
                M[j] = M[j] - M[j, i].item() * M[i]
    theta = M[:, -1:].to(X.dtype)
    return theta[:d], theta[d]
