from typing import NamedTuple

import torch
from torch import Tensor


class Statistics(NamedTuple):
    mean: Tensor
    var: Tensor

    @classmethod
    def of(cls, X: Tensor) -> "Statistics":
        axes = [0] + list(range(2, X.dim()))
        mean = X.mean(dim=axes, keepdim=True)
        return cls(mean, (X - mean).pow(2).mean(dim=axes, keepdim=True))

    def blended(self, other: "Statistics", share: float) -> "Statistics":
        return Statistics(*(share * a + (1 - share) * b for a, b in zip(self, other)))

    def detached(self) -> "Statistics":
        return Statistics(*(each.detach() for each in self))


def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    used = moving = Statistics(moving_mean, moving_var)
    if is_training:
        used = Statistics.of(X)
        moving = moving.blended(used.detached(), momentum)
    X_hat = (X - used.mean).div(torch.sqrt(used.var + eps))
    return [gamma.mul(X_hat).add(beta), *moving]
