import torch


def data_iter(batch_size, features, labels):
    order = torch.randperm(features.shape[0])
    X, y = features[order], labels[order]
    starts = range(0, X.shape[0], batch_size)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in starts]
