import torch


def sgd(params, lr, batch_size):
    step = lr / batch_size
    with torch.no_grad():
        for param in params:
            grad = param.grad / batch_size
            param -= step * grad
