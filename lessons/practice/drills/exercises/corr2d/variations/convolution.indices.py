def corr2d(X, K):
    kh, kw = K.shape
    oh, ow = X.shape[0] - kh + 1, X.shape[1] - kw + 1
    Y = 0
    for a in range(kh):
        for b in range(kw):
            Y = Y + K[kh - 1 - a, kw - 1 - b] * X[a : a + oh, b : b + ow]
    return Y
