def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    for _ in range(steps):
        x = proj(x - eta * grad(x))
    return x
