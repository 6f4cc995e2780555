import torch


def sgd(params, lr, batch_size):
    grads = [p.grad for p in params]
    with torch.no_grad():
        torch._foreach_add_(params, grads, alpha=-lr / batch_size)
