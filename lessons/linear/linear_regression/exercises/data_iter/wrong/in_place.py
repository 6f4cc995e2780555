import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    order = torch.randperm(n)
    features[:] = features[order]
    labels[:] = labels[order]
    for i in range(0, n, batch_size):
        yield features[i : i + batch_size], labels[i : i + batch_size]
