def softmax(X):
    E = (X - X.amax(1, True)).exp()
    return E / E.sum(1)
