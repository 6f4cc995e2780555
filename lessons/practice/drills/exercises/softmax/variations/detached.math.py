import math

import torch


def softmax(X):
    res = []
    for row in X.tolist():
        m = max(row)
        e = [math.exp(v - m) for v in row]
        res.append([v / sum(e) for v in e])
    return torch.tensor(res, dtype=X.dtype)
