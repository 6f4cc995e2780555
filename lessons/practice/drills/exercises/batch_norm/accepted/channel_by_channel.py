import torch


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    old_mean, old_var = moving_mean.flatten(), moving_var.flatten()
    columns, means, variances = [], [], []
    for c in range(X.shape[1]):
        x = X[:, c]
        if is_training:
            m = x.sum() / x.numel()
            v = ((x - m) * (x - m)).sum() / x.numel()
            means.append(momentum * old_mean[c] + (1 - momentum) * m.detach())
            variances.append(momentum * old_var[c] + (1 - momentum) * v.detach())
        else:
            m, v = old_mean[c], old_var[c]
            means.append(m)
            variances.append(v)
        g, b = gamma.flatten()[c], beta.flatten()[c]
        columns.append((x - m) / torch.sqrt(v + eps) * g + b)
    Y = torch.stack(columns, dim=1)
    return Y, torch.stack(means).view_as(moving_mean), torch.stack(variances).view_as(moving_var)
