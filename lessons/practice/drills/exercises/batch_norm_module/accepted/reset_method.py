import torch
from torch import nn


class BatchNorm(nn.Module):
    """Written as torch writes its own layers."""

    __constants__ = ["num_features", "num_dims", "eps", "momentum"]

    def __init__(self, num_features, num_dims, eps=1e-5, momentum=0.9):
        super().__init__()
        if num_dims not in (2, 4):
            raise ValueError(f"num_dims must be 2 or 4, not {num_dims}")
        self.num_features = num_features
        self.num_dims = num_dims
        self.eps = eps
        self.momentum = momentum
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.register_parameter("gamma", nn.Parameter(torch.empty(shape)))
        self.register_parameter("beta", nn.Parameter(torch.empty(shape)))
        self.register_buffer("moving_mean", torch.empty(shape))
        self.register_buffer("moving_var", torch.empty(shape))
        self.reset_parameters()

    def reset_parameters(self):
        nn.init.ones_(self.gamma)
        nn.init.zeros_(self.beta)
        self.moving_mean.zero_()
        self.moving_var.fill_(1)

    def _check(self, X):
        if X.dim() != self.num_dims or X.shape[1] != self.num_features:
            raise ValueError(f"expected {self.num_dims} dimensions, got {tuple(X.shape)}")

    def _statistics(self, X):
        if not self.training:
            return self.moving_mean, self.moving_var
        dims = tuple(d for d in range(self.num_dims) if d != 1)
        mean = X.mean(dims, keepdim=True)
        var = X.sub(mean).square().mean(dims, keepdim=True)
        self.moving_mean = torch.lerp(mean.detach(), self.moving_mean, self.momentum)
        self.moving_var = torch.lerp(var.detach(), self.moving_var, self.momentum)
        return mean, var

    def forward(self, X):
        self._check(X)
        mean, var = self._statistics(X)
        return self.gamma * ((X - mean) / torch.sqrt(var + self.eps)) + self.beta

    def extra_repr(self):
        return f"{self.num_features}, num_dims={self.num_dims}"
