def corr2d(X, K):
    h, w = K.shape
    oh, ow = X.shape[0] - h + 1, X.shape[1] - w + 1
    return sum(K[h - 1 - a, b] * X[a : a + oh, b : b + ow] for b in range(w) for a in range(h))
