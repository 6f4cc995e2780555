import torch


def backtracking(f, grad, x, d, alpha, beta):
    m = torch.dot(grad(x), d)
    if m >= 0:
        raise ValueError("no way down")

    def search(t):
        fallen = f(x) - f(x + t * d)
        return t if fallen >= -alpha * t * m else search(beta * t)

    return search(1.0)
