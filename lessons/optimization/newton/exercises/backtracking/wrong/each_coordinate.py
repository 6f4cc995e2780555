def backtracking(f, grad, x, d, alpha, beta):
    g = grad(x)
    if (g * d >= 0).any():
        raise ValueError("d must lead downhill")
    height = f(x)
    t = 1.0
    while f(x + t * d) > height + alpha * t * (g @ d):
        t *= beta
    return t
