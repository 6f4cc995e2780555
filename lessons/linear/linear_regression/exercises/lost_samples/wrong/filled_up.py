import torch


def batches(features, labels, batch_size):
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    for start in range(0, n, batch_size):
        rows = torch.arange(start, start + batch_size) % n
        yield features[rows], labels[rows]
