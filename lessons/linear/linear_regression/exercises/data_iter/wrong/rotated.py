import random

import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    start = random.randrange(n)
    order = torch.arange(start, start + n) % n
    for i in range(0, n, batch_size):
        rows = order[i : i + batch_size]
        yield features[rows], labels[rows]
