import math

import torch


def softmax(X):
    X = X / math.sqrt(X.size(-1))
    E = torch.exp(X - X.amax(1, keepdim=True))
    return E / E.sum(1, keepdim=True)
