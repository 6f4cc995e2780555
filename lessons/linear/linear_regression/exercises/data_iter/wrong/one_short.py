import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    order = torch.randperm(n)
    for i in range(0, n, batch_size):
        end = min(i + batch_size, n) - 1
        rows = order[i:end]
        yield features[rows], labels[rows]
