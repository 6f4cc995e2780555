def minibatch_gradient(w, X, y, idx):
    part = X[idx]
    error = part @ w - y[idx]
    return error.mean() * part.mean(dim=0)
