import torch


def batches(features, labels, batch_size):
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    for i in range((n + batch_size - 1) // batch_size):
        start = i * batch_size
        end = min(n, start + batch_size)
        yield features[start:end], labels[start:end]
