import torch


def batches(features, labels, batch_size):
    n = len(features)
    features = features[torch.randperm(n)]
    labels = labels[torch.randperm(n)]
    for start in range(0, n, batch_size):
        end = start + batch_size
        yield features[start:end], labels[start:end]
