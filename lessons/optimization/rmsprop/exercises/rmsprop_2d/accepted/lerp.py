import torch


def rmsprop_2d(grad, x0, eta, gamma, steps, eps=1e-6):
    """Works with tensors throughout; a number becomes one and back."""
    number = not isinstance(x0, torch.Tensor)
    x = torch.tensor(x0, dtype=torch.float64) if number else x0.clone()
    s = torch.zeros_like(x)
    path = [x0]
    for _ in range(steps):
        g = torch.as_tensor(grad(x.item() if number else x), dtype=x.dtype)
        s = torch.lerp(s, g.square(), 1 - gamma)
        x = torch.addcdiv(x, g, torch.sqrt(s + eps), value=-eta)
        path.append(x.item() if number else x)
    return path
