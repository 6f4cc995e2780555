def backtracking(f, grad, x, d, alpha, beta):
    slope = grad(x) @ d
    if slope >= 0:
        raise ValueError("d must lead downhill")
    height = f(x)
    t = 1.0
    x = x + t * d
    while f(x) > height + alpha * t * slope:
        t = t * beta
        x = x + t * d
    return t
