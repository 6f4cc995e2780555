def softmax(X):
    Z = X - X.max(1, keepdim=True).values
    total = Z.exp().sum(1, keepdim=True) + 1e-6
    return Z.exp() / total
