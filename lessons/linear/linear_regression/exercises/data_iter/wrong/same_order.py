import torch


def data_iter(batch_size, features, labels):
    torch.manual_seed(42)
    n = len(features)
    order = torch.randperm(n)
    for i in range(0, n, batch_size):
        rows = order[i : i + batch_size]
        yield features[rows], labels[rows]
