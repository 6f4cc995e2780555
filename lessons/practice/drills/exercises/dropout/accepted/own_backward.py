import torch


class Dropped(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, factors):
        ctx.save_for_backward(factors)
        return X * factors

    @staticmethod
    def backward(ctx, G):
        return G * ctx.saved_tensors[0], None


def dropout(X, p, training=True):
    assert p >= 0 and p <= 1, "p must be a probability"
    if not training:
        return X
    factors = torch.zeros(X.shape, dtype=X.dtype)
    if p < 1:
        factors[torch.empty(X.shape).uniform_() >= p] = 1 / (1 - p)
    return Dropped.apply(X, factors)
