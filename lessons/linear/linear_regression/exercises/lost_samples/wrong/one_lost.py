import torch


def batches(features, labels, batch_size):
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    for start in range(0, n, batch_size):
        end = min(start + batch_size, n - 1)
        yield features[start:end], labels[start:end]
