import torch


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    new_mean, new_var = [], []
    out = torch.empty_like(X)
    for c in range(X.size(1)):
        x = X[:, c]
        old = moving_mean.view(-1)[c], moving_var.view(-1)[c]
        if is_training:
            m = x.detach().mean()
            v = x.detach().var(correction=0)
            new_mean.append(momentum * old[0] + (1 - momentum) * m.detach())
            new_var.append(momentum * old[1] + (1 - momentum) * v.detach())
        else:
            m, v = old
            new_mean.append(m)
            new_var.append(v)
        x_hat = (x - m) / (v + eps).sqrt()
        out[:, c] = gamma.view(-1)[c] * x_hat + beta.view(-1)[c]
    shape = moving_mean.shape
    return out, torch.stack(new_mean).reshape(shape), torch.stack(new_var).reshape(shape)
