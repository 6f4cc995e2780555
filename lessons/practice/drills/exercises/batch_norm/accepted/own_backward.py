import torch


class Normalize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, eps):
        dims = (0, 2, 3)[: 1 if X.dim() == 2 else 3]
        mean = X.mean(dim=dims, keepdim=True)
        var = (X - mean).pow(2).mean(dim=dims, keepdim=True)
        inverse = 1 / torch.sqrt(var + eps)
        X_hat = (X - mean) * inverse
        ctx.save_for_backward(X_hat, inverse)
        ctx.dims = dims
        ctx.mark_non_differentiable(mean, var)
        return X_hat, mean, var

    @staticmethod
    def backward(ctx, dX_hat, dmean, dvar):
        X_hat, inverse = ctx.saved_tensors
        dX = dX_hat - dX_hat.mean(dim=ctx.dims, keepdim=True)
        dX = dX - X_hat * (dX_hat * X_hat).mean(dim=ctx.dims, keepdim=True)
        return dX * inverse, None


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    if is_training:
        X_hat, mean, var = Normalize.apply(X, eps)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_var = momentum * moving_var + (1 - momentum) * var
    else:
        X_hat = (X - moving_mean) / torch.sqrt(moving_var + eps)
    return gamma * X_hat + beta, moving_mean, moving_var
