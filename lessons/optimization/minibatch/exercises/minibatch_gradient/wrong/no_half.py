def minibatch_gradient(w, X, y, idx):
    part = X[idx]
    error = part @ w - y[idx]
    return 2 * part.T @ error / len(idx)
