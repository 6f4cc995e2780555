import torch


def ema(xs, gamma, y0=0.0):
    """Plain numbers, a column at a time."""
    if xs.dim() == 2:
        columns = [ema(column, gamma, y0) for column in xs.T]
        return torch.stack(columns, dim=1)
    y, out = y0, []
    for x in xs.tolist():
        y = gamma * y + (1 - gamma) * x
        out.append(y)
    return torch.tensor(out, dtype=xs.dtype)
