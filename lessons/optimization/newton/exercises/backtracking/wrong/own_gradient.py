def backtracking(f, grad, x, d, alpha, beta):
    g = grad(x)
    if g @ d >= 0:
        raise ValueError("d must lead downhill")
    t = 1.0
    while f(x + t * d) > f(x) - alpha * t * (g @ g):
        t = t * beta
    return t
