import torch


def adagrad_2d(grad, x0, eta, steps, eps=1e-6):
    """Works with tensors throughout; a number becomes one and back."""
    number = not isinstance(x0, torch.Tensor)
    x = torch.tensor(x0, dtype=torch.float64) if number else x0.clone()
    length = torch.full_like(x, eps).sqrt()
    path = [x0]
    for _ in range(steps):
        g = torch.as_tensor(grad(x.item() if number else x), dtype=x.dtype)
        length = torch.hypot(length, g)
        x = torch.addcdiv(x, g, length, value=-eta)
        path.append(x.item() if number else x)
    return path
