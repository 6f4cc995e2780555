def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    xs = [x]
    for _ in range(steps):
        x = proj(x)
        x = x - eta * grad(x)
        xs.append(x)
    return xs
