def softmax(X):
    X = X - X.min(dim=1, keepdim=True).values
    return X / X.sum(dim=1, keepdim=True)
