def adagrad_2d(grad, x0, eta, steps, eps=1e-6, s=0.0):
    if steps == 0:
        return [x0]
    g = grad(x0)
    s = s + g**2
    x = x0 - eta * g / (s + eps) ** 0.5
    return [x0, *adagrad_2d(grad, x, eta, steps - 1, eps, s)]
