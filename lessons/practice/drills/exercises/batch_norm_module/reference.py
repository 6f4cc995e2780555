import torch
from torch import Tensor, nn


class BatchNorm(nn.Module):
    """Batch normalization as a layer: eps 1e-5, momentum 0.9."""

    def __init__(self, num_features: int, num_dims: int) -> None:
        super().__init__()
        shape = (1, num_features) + (1,) * (num_dims - 2)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X: Tensor) -> Tensor:
        mean, var = self.moving_mean, self.moving_var
        if self.training:
            dims = [0, *range(2, X.dim())]  # all but the channels
            mean = X.mean(dims, keepdim=True)
            var = ((X - mean) ** 2).mean(dims, keepdim=True)
            with torch.no_grad():
                self.moving_mean.mul_(0.9).add_(0.1 * mean)
                self.moving_var.mul_(0.9).add_(0.1 * var)
        X_hat = (X - mean) / torch.sqrt(var + 1e-5)
        return self.gamma * X_hat + self.beta
