import torch


def conjugate_gradient(H, b, x0, steps):
    xs, d = [x0], None
    for _ in range(steps):
        x = xs[-1]
        g = H @ x - b
        if torch.all(g == 0):
            xs.append(x.clone())
            continue
        if d is None:
            d = -g
        else:
            beta = (g @ H @ d) / (d @ H @ d)
            d = -g + beta * d
        t = -(g @ d) / (d @ H @ d)
        xs.append(x + t * d)
    return xs
