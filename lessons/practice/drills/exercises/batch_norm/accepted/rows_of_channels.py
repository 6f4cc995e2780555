import torch


def flattened(X):
    """Images as a table: one row for each pixel, one column for each channel."""
    return X if X.dim() == 2 else X.permute(0, 2, 3, 1).reshape(-1, X.shape[1])


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    table = flattened(X)
    if is_training:
        n = table.shape[0]
        ones = torch.ones(1, n, dtype=X.dtype)
        mean = ones @ table / n
        var = ones @ (table - mean) ** 2 / n
        with torch.no_grad():
            keep = torch.tensor(momentum, dtype=X.dtype)
            moving_mean = keep * moving_mean + (1 - keep) * mean.reshape(moving_mean.shape)
            moving_var = keep * moving_var + (1 - keep) * var.reshape(moving_var.shape)
    else:
        mean, var = moving_mean.reshape(1, -1), moving_var.reshape(1, -1)
    table = (table - mean) / torch.sqrt(var + eps) * gamma.reshape(1, -1) + beta.reshape(1, -1)
    if X.dim() == 2:
        return table, moving_mean, moving_var
    n, c, h, w = X.shape
    return table.reshape(n, h, w, c).permute(0, 3, 1, 2), moving_mean, moving_var
