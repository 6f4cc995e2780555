def minibatch_gradient(w, X, y, idx):
    part = X[idx]
    error = part @ w - y[: len(idx)]
    return part.T @ error / len(idx)
