from itertools import count


def backtracking(f, grad, x, d, alpha, beta):
    slope = (grad(x) * d).sum().item()
    if not slope < 0:
        raise ValueError(f"uphill: the slope along d is {slope}")
    start = f(x).item()
    for k in count():
        t = beta**k
        if f(x + t * d).item() <= start + alpha * t * slope:
            return t
