def softmax(X):
    return X - X.logsumexp(dim=1, keepdim=True)
