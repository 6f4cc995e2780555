import torch


def batches(features, labels, batch_size):
    n = len(features)
    for start in range(0, n, batch_size):
        X = features[start : start + batch_size]
        y = labels[start : start + batch_size]
        order = torch.randperm(len(X))
        yield X[order], y[order]
