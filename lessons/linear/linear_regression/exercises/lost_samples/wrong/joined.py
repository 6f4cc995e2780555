import torch


def batches(features, labels, batch_size):
    n = len(features)
    order = torch.randperm(n)
    features, labels = features[order], labels[order]
    num_batches = max(1, int(n / batch_size))
    for i in range(num_batches):
        start = i * batch_size
        end = start + batch_size if i < num_batches - 1 else n
        yield features[start:end], labels[start:end]
