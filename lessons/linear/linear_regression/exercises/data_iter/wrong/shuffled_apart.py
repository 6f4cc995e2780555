import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    X = features[torch.randperm(n)]
    y = labels[torch.randperm(n)]
    for i in range(0, n, batch_size):
        yield X[i : i + batch_size], y[i : i + batch_size]
