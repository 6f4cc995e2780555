def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    xs = [x]
    for _ in range(steps):
        z = x - eta * grad(x)
        x = (z + proj(z)) / 2
        xs.append(x)
    return xs
