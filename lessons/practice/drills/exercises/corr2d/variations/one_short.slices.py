def corr2d(X, K):
    kh, kw = K.size(0), K.size(1)
    oh, ow = X.size(0) - kh, X.size(1) - kw
    Y = X.new_zeros(oh, ow)
    for a in range(kh):
        for b in range(kw):
            Y = Y + K[a, b] * X[a : a + oh, b : b + ow]
    return Y
