import torch


def conjugate_gradient(H, b, x0, steps):
    x = x0
    xs = [x]
    r = b - H @ x
    d = r
    for _ in range(steps):
        rr = r @ r
        Hd = H @ d
        t = torch.nan_to_num(rr / (d @ Hd))
        x = x + t * d
        r = r - t * Hd
        d = r + torch.nan_to_num((r @ r) / rr) * d
        xs.append(x)
    return xs
