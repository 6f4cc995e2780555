import torch


def softmax(X):
    Z = X.to(torch.float32)
    Z = Z - Z.max(1, keepdim=True)[0]
    P = Z.exp()
    return P / P.sum(1)[:, None]
