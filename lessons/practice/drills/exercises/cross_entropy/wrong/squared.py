import torch
from torch.nn import functional as F


def cross_entropy_from_logits(O, y):
    P = torch.softmax(O, dim=1)
    Y = F.one_hot(y, O.shape[1])
    return ((P - Y) ** 2).sum(dim=1).mean()
