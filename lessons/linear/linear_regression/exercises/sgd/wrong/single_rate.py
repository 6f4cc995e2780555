import torch


def sgd(params, lr, batch_size):
    rate = torch.tensor(lr / batch_size)
    with torch.no_grad():
        for p in params:
            p -= rate * p.grad
