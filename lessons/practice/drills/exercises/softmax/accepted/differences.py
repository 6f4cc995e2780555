def softmax(X):
    """p_j = 1 / sum_k exp(x_k - x_j); an overflow there is a right 0."""
    D = X.unsqueeze(1) - X.unsqueeze(2)
    return D.logsumexp(dim=2).neg().exp()
