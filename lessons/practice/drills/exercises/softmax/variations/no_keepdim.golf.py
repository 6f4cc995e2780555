def softmax(X):
    X = (X - X.amax(1)).exp()
    return X / X.sum(1, keepdim=True)
