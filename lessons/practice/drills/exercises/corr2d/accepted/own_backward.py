import torch


class Correlation(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, K):
        ctx.save_for_backward(X, K)
        h, w = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
        Y = X.new_zeros(h, w)
        for a in range(K.shape[0]):
            for b in range(K.shape[1]):
                Y += K[a, b] * X[a : a + h, b : b + w]
        return Y

    @staticmethod
    def backward(ctx, dY):
        X, K = ctx.saved_tensors
        h, w = dY.shape
        dX, dK = torch.zeros_like(X), torch.zeros_like(K)
        for a in range(K.shape[0]):
            for b in range(K.shape[1]):
                dX[a : a + h, b : b + w] += K[a, b] * dY
                dK[a, b] = (X[a : a + h, b : b + w] * dY).sum()
        return dX, dK


def corr2d(X, K):
    return Correlation.apply(X, K)
