def rmsprop_2d(grad, x0, eta, gamma, steps, eps=1e-6):
    x, s, power = x0, 0.0, 1.0
    path = [x]
    for _ in range(steps):
        g = grad(x)
        s = gamma * s + (1 - gamma) * g**2
        power *= gamma
        hat = s / (1 - power)
        x = x - eta * g / (hat + eps) ** 0.5
        path.append(x)
    return path
