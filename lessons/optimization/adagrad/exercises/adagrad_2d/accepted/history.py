def adagrad_2d(grad, x0, eta, steps, eps=1e-6):
    """Keeps all slopes, and adds up their squares anew each time."""
    path, slopes = [x0], []
    for _ in range(steps):
        slopes.append(grad(path[-1]))
        total = sum(g * g for g in slopes)
        path.append(path[-1] - eta * slopes[-1] * (total + eps) ** -0.5)
    return path
