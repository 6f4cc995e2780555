import numpy as np
import torch


def closed_form(X, y):
    X_np, y_np = X.numpy(), y.numpy()
    A = np.concatenate([X_np, np.ones((len(X_np), 1), dtype=X_np.dtype)], axis=1)
    theta = np.linalg.solve(A.T @ A, A.T @ y_np)
    return torch.from_numpy(theta[:-1]), torch.from_numpy(theta[-1])
