def minibatch_gradient(w, X, y, idx):
    error = X @ w - y
    return X.T @ error / len(X)
