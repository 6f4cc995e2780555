import torch
from torch import nn


class BatchNorm(nn.Module):
    averages = {}

    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        if shape not in self.averages:
            self.averages[shape] = torch.zeros(shape), torch.ones(shape)
        mean, var = self.averages[shape]
        self.register_buffer("moving_mean", mean)
        self.register_buffer("moving_var", var)

    def forward(self, X):
        mean, var = self.moving_mean, self.moving_var
        if self.training:
            dims = (0,) if X.dim() == 2 else (0, 2, 3)
            mean = X.mean(dims, keepdim=True)
            var = X.var(dims, correction=0, keepdim=True)
            self.moving_mean.mul_(0.9).add_(0.1 * mean.detach())
            self.moving_var.mul_(0.9).add_(0.1 * var.detach())
        return self.gamma * (X - mean) / torch.sqrt(var + 1e-5) + self.beta
