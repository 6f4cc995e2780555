import torch


def directional_derivative(f, x, u):
    _, slope = torch.func.jvp(f, (x.detach(),), (u / u.norm(),))
    return slope.item()
