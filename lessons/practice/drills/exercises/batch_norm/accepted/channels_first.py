import torch


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    shape = gamma.shape
    flat = X.transpose(0, 1).reshape(X.shape[1], -1)  # (c, rest)
    if is_training:
        mean = flat.mean(dim=1).reshape(shape)
        var = flat.var(dim=1, unbiased=False).reshape(shape)
        new_mean = moving_mean * momentum + mean.data * (1 - momentum)
        new_var = moving_var * momentum + var.data * (1 - momentum)
    else:
        mean, var = moving_mean, moving_var
        new_mean, new_var = moving_mean.clone(), moving_var.clone()
    return (X - mean) / (var + eps) ** 0.5 * gamma + beta, new_mean, new_var
