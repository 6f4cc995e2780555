from itertools import product

import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            for at in product(*map(range, p.shape)):
                p[at] -= lr * p.grad[at] / batch_size
