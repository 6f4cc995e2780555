import random

import torch


def data_iter(batch_size, features, labels):
    waiting = list(zip(features, labels))
    random.shuffle(waiting)
    while waiting:
        batch, waiting = waiting[:batch_size], waiting[batch_size:]
        yield torch.stack([x for x, _ in batch]), torch.stack([y for _, y in batch])
