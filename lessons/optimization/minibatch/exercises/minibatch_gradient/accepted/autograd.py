import torch


def minibatch_gradient(w, X, y, idx):
    w = w.detach().clone().requires_grad_()
    loss = ((X[idx] @ w - y[idx]) ** 2).mean() / 2
    (grad,) = torch.autograd.grad(loss, w)
    return grad
