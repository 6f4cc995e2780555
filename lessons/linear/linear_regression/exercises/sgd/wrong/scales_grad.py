import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p.grad /= batch_size
            p -= lr * p.grad
