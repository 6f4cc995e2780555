def projected_gd(grad, proj, x0, eta, steps):
    z = x0
    xs = [proj(z)]
    for _ in range(steps):
        z = proj(z) - eta * grad(z)
        xs.append(proj(z))
    return xs
