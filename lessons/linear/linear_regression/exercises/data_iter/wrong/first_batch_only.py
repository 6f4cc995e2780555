import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    order = torch.randperm(n)
    batches = []
    for i in range(0, n, batch_size):
        rows = order[i : i + batch_size]
        batches.append((features[rows], labels[rows]))
        return batches
