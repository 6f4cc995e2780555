import torch


def softmax(X):
    biggest, _ = torch.max(X, -1)
    E = (X - biggest[:, None]).exp()
    total = E.sum(-1)
    return E / total[:, None]
