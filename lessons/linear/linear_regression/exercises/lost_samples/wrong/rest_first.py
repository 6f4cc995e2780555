import torch


def batches(features, labels, batch_size):
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    rest = n % batch_size
    if rest:
        yield features[:rest], labels[:rest]
    for start in range(rest, n, batch_size):
        end = start + batch_size
        yield features[start:end], labels[start:end]
