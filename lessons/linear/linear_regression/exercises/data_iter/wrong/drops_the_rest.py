import random

import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    indices = list(range(n))
    random.shuffle(indices)
    for i in range(n // batch_size):
        j = torch.tensor(indices[i * batch_size : (i + 1) * batch_size])
        yield features[j], labels[j]
