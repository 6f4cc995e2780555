def adagrad_2d(grad, x0, eta, steps, eps=1e-6):
    x = x0
    path = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        rate = eta / t**0.5
        x = x - rate * g / (abs(g) + eps)
        path.append(x)
    return path
