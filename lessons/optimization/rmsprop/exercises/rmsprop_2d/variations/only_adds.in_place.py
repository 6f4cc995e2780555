def rmsprop_2d(grad, x0, eta, gamma, steps, eps=1e-6):
    x, s = x0, 0.0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        s += (1 - gamma) * g**2
        x = x - eta * g / (s + eps) ** 0.5
        path.append(x)
    return path
