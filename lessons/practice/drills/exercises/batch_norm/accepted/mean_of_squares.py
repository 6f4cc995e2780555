def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    if not is_training:
        return gamma * (X - moving_mean) / (moving_var + eps).sqrt() + beta, moving_mean, moving_var
    dims = tuple(i for i in range(X.dim()) if i != 1)
    mean = X.mean(dims, keepdim=True)
    var = (X * X).mean(dims, keepdim=True) - mean * mean
    Y = gamma * (X - mean) / (var + eps).sqrt() + beta
    moving_mean = momentum * moving_mean + (1 - momentum) * mean.detach()
    moving_var = momentum * moving_var + (1 - momentum) * var.detach()
    return Y, moving_mean, moving_var
