def softmax(X):
    E = X.double().exp()
    return (E / E.sum(1, keepdim=True)).to(X.dtype)
