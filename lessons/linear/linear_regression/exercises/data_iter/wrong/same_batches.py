import random

import torch

orders = {}


def data_iter(batch_size, features, labels):
    n = len(features)
    if n not in orders:
        orders[n] = torch.randperm(n)
    rows = list(orders[n].split(batch_size))
    whole = n // batch_size
    for j in random.sample(rows[:whole], whole) + rows[whole:]:
        yield features[j], labels[j]
