def backtracking(f, grad, x, d, alpha, beta):
    slope = grad(x) @ d
    if slope >= 0:
        raise ValueError("d must lead downhill")
    height = f(x)
    t = 1.0
    while f(x + t * d) > height + alpha * t * slope:
        t *= beta
        if t < 1e-8:
            break
    return t
