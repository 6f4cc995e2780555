import torch
from torch import nn


class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims, eps=1e-5, momentum=0.9):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.dims = [0] + list(range(2, num_dims))
        size = [1, num_features] + [1] * (num_dims - 2)
        self.register_buffer("moving_mean", torch.zeros(*size))
        self.register_buffer("moving_var", torch.ones(*size))
        self.gamma = nn.Parameter(torch.ones(*size))
        self.beta = nn.Parameter(torch.zeros(*size))

    @torch.no_grad()
    def remember(self, mean, var):
        self.moving_mean.lerp_(mean, self.momentum)
        self.moving_var.lerp_(var, self.momentum)

    def forward(self, x):
        if self.training:
            var, mean = torch.var_mean(x, self.dims, correction=0, keepdim=True)
            self.remember(mean, var)
        else:
            mean, var = self.moving_mean, self.moving_var
        return (x - mean) * torch.rsqrt(var + self.eps) * self.gamma + self.beta
