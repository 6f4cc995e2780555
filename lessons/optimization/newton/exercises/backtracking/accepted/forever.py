def backtracking(f, grad, x, d, alpha, beta):
    g = grad(x)
    slope = sum(float(a) * float(b) for a, b in zip(g, d))
    if slope >= 0:
        raise ValueError("d climbs")
    f0, t = float(f(x)), 1.0
    while True:
        if float(f(x + t * d)) <= f0 + alpha * t * slope:
            break
        t = beta * t
    return t
