def minibatch_gradient(w, X, y, idx):
    k = len(idx)
    part = X[:k]
    error = part @ w - y[:k]
    return part.T @ error / k
