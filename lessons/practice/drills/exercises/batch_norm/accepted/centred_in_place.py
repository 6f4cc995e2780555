import torch


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    dims = (0, 2, 3) if X.ndim == 4 else 0
    mean = X.mean(dims, keepdim=True) if is_training else moving_mean
    X = X.clone()
    X -= mean
    var = X.square().mean(dims, keepdim=True) if is_training else moving_var
    if is_training:
        moving_mean, moving_var = moving_mean.clone(), moving_var.clone()
        moving_mean += (1 - momentum) * (mean.detach() - moving_mean)
        moving_var.mul_(momentum).add_(var.detach(), alpha=1 - momentum)
    return torch.addcmul(beta, gamma, X / torch.sqrt(eps + var)), moving_mean, moving_var
