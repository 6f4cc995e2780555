import torch


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    if not is_training:
        scale = gamma * torch.rsqrt(moving_var + eps)
        return X * scale + (beta - moving_mean * scale), moving_mean, moving_var
    dims = [d for d in range(X.ndim) if d != 1]
    var, mean = torch.var_mean(X, dim=dims, correction=0, keepdim=True)
    Y = (X - mean) * torch.rsqrt(var + eps) * gamma + beta
    moving_mean = torch.lerp(mean.detach(), moving_mean, momentum)
    moving_var = torch.lerp(var.detach(), moving_var, momentum)
    return Y, moving_mean, moving_var
