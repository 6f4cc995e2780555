def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    xs = [x]
    g = grad(x)
    for _ in range(steps):
        x = proj(x - eta * g)
        xs.append(x)
    return xs
