import torch


class Softmax(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X):
        E = torch.exp(X - X.amax(1, keepdim=True))
        P = E / E.sum(1, keepdim=True)
        ctx.save_for_backward(P)
        return P

    @staticmethod
    def backward(ctx, G):
        (P,) = ctx.saved_tensors
        return P * (G - (P * G).sum(1, keepdim=True))


def softmax(X):
    return Softmax.apply(X)
