def minibatch_gradient(w, X, y, idx):
    part = X[idx]
    error = y[idx] - part @ w
    return part.T @ error / len(idx)
