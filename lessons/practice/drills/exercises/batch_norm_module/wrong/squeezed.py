import torch
from torch import nn


class BatchNorm(nn.Module):
    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X):
        gamma, beta = self.gamma.squeeze(), self.beta.squeeze()
        mean, var = self.moving_mean, self.moving_var
        if self.training:
            dims = (0,) if X.dim() == 2 else (0, 2, 3)
            var, mean = torch.var_mean(X, dims, correction=0, keepdim=True)
            with torch.no_grad():
                self.moving_mean.copy_(0.9 * self.moving_mean + 0.1 * mean)
                self.moving_var.copy_(0.9 * self.moving_var + 0.1 * var)
        X_hat = (X - mean) / torch.sqrt(var + 1e-5)
        Y = [gamma[j] * X_hat[:, j] + beta[j] for j in range(X.shape[1])]
        return torch.stack(Y, dim=1)
