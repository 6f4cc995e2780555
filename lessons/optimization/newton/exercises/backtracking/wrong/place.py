def backtracking(f, grad, x, d, alpha, beta):
    slope = grad(x) @ d
    if slope >= 0:
        raise ValueError("d must lead downhill")
    t = 1.0
    while f(x + t * d) > f(x) + alpha * t * slope:
        t = t * beta
    return x + t * d
