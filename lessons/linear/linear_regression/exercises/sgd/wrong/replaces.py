import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for i, p in enumerate(params):
            params[i] = (p - lr * p.grad / batch_size).requires_grad_()
