def backtracking(f, grad, x, d, alpha, beta):
    slope = grad(x) @ d
    if slope >= 0:
        raise ValueError("d must lead downhill")
    height = f(x)
    t = 1.0
    for _ in range(100):
        if f(x + t * d) <= height + alpha * t * slope:
            break
        t *= beta
    return t
