import torch


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    mu, sigma2 = moving_mean, moving_var
    if is_training:
        axes = [d for d in range(X.ndim) if d != 1]
        sigma2, mu = torch.var_mean(X, dim=axes, correction=0, keepdim=True)
        moving_mean = torch.lerp(moving_mean, mu.detach(), momentum)
        moving_var = torch.lerp(moving_var, sigma2.detach(), momentum)
    scale = gamma * torch.rsqrt(sigma2 + eps)
    return (X - mu) * scale + beta, moving_mean, moving_var
