import torch


def batches(features, labels, batch_size):
    n = len(features)
    data = torch.cat([features, labels], dim=1)
    data = data[torch.randperm(n)]
    for start in range(0, n, batch_size):
        part = data[start : start + batch_size]
        yield part[:, :-1], part[:, -1:]
