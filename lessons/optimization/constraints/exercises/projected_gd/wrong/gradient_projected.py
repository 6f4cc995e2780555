def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    xs = [x]
    for _ in range(steps):
        x = x - eta * proj(grad(x))
        xs.append(x)
    return xs
