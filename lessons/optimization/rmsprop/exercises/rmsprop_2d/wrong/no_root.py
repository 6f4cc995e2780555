def rmsprop_2d(grad, x0, eta, gamma, steps, eps=1e-6):
    x, s = x0, 0.0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        s = s + (1 - gamma) * (g * g - s)
        x = x - eta / (s + eps) * g
        path.append(x)
    return path
