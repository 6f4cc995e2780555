def minibatch_gradient(w, X, y, idx):
    error = X[idx] @ w - y[idx]
    return X[idx].T @ error
