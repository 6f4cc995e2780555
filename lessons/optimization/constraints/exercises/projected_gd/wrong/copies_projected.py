def projected_gd(grad, proj, x0, eta, steps):
    x = x0
    xs = [proj(x)]
    for _ in range(steps):
        x = x - eta * grad(x)
        xs.append(proj(x))
    return xs
