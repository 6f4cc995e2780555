import torch


def batches(features, labels, batch_size):
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    for i in range(round(n / batch_size)):
        start = i * batch_size
        end = start + batch_size
        yield features[start:end], labels[start:end]
