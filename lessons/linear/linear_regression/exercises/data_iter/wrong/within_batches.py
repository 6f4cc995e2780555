import torch


def data_iter(batch_size, features, labels):
    for i in range(0, len(features), batch_size):
        X = features[i : i + batch_size]
        y = labels[i : i + batch_size]
        p = torch.randperm(len(X))
        yield X[p], y[p]
