import torch


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    scale, shift = gamma.squeeze(), beta.squeeze()
    mean, var = moving_mean, moving_var
    if is_training:
        dims = (0,) if X.dim() == 2 else (0, 2, 3)
        var, mean = torch.var_mean(X, dims, correction=0, keepdim=True)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean.detach()
        moving_var = momentum * moving_var + (1 - momentum) * var.detach()
    X_hat = (X - mean) / torch.sqrt(var + eps)
    Y = [scale[j] * X_hat[:, j] + shift[j] for j in range(X.shape[1])]
    return torch.stack(Y, dim=1), moving_mean, moving_var
