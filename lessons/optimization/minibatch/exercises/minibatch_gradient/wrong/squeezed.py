def minibatch_gradient(w, X, y, idx):
    part = X[idx]
    error = part @ w.unsqueeze(1) - y[idx].unsqueeze(1)
    return (part.T @ error / len(idx)).squeeze()
