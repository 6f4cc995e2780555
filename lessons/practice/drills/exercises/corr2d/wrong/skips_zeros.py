def corr2d(X, K):
    h, w = K.shape
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    Y = X.new_zeros(rows, columns)
    for a in range(h):
        for b in range(w):
            if K[a, b] == 0:
                continue
            Y = Y + X[a : a + rows, b : b + columns] * K[a, b]
    return Y
