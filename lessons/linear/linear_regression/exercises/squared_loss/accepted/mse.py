import torch.nn.functional as F


def squared_loss(y_hat, y):
    return 0.5 * F.mse_loss(y_hat, y.view_as(y_hat), reduction="none")
