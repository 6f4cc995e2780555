import torch


def batches(features, labels, batch_size):
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    whole = n // batch_size
    for i in range(whole):
        start = i * batch_size
        end = start + batch_size
        yield features[start:end], labels[start:end]
    if n % batch_size:
        yield features[whole * batch_size :], labels[whole * batch_size :]
