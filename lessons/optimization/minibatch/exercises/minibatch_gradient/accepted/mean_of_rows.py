def minibatch_gradient(w, X, y, idx):
    rows = X.index_select(0, idx)
    error = (rows * w).sum(1) - y.index_select(0, idx)
    return (error.unsqueeze(1) * rows).mean(0)
