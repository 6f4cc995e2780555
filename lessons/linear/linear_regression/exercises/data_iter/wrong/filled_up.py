import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    order = torch.randperm(n).tolist()
    while len(order) % batch_size != 0:
        order += order[: batch_size - len(order) % batch_size]
    for i in range(0, len(order), batch_size):
        rows = order[i : i + batch_size]
        yield features[rows], labels[rows]
