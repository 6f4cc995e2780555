def rmsprop_2d(grad, x0, eta, gamma, steps, eps=1e-6):
    """Keeps all slopes, and weighs them by their age."""
    path, slopes = [x0], []
    for _ in range(steps):
        slopes.insert(0, grad(path[-1]))
        ages = enumerate(slopes)
        s = (1 - gamma) * sum(gamma**age * g * g for age, g in ages)
        path.append(path[-1] - eta * slopes[0] / (s + eps) ** 0.5)
    return path
