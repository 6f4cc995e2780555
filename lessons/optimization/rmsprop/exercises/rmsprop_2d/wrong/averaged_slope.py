def rmsprop_2d(grad, x0, eta, gamma, steps, eps=1e-6):
    x, m = x0, 0.0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        m = gamma * m + (1 - gamma) * g
        x = x - eta / (m * m + eps) ** 0.5 * g
        path.append(x)
    return path
