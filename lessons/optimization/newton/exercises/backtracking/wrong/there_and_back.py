def backtracking(f, grad, x, d, alpha, beta):
    slope = grad(x) @ d
    if slope >= 0:
        raise ValueError("d must lead downhill")
    height = f(x)
    t = 1.0
    x += d
    while f(x) > height + alpha * t * slope:
        x -= t * d
        t *= beta
        x += t * d
    x -= t * d
    return t
