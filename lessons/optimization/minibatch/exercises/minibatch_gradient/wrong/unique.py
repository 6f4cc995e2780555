def minibatch_gradient(w, X, y, idx):
    idx = idx.unique()
    part = X[idx]
    error = part @ w - y[idx]
    return part.T @ error / len(idx)
