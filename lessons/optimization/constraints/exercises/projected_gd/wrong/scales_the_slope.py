def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    xs = [x]
    for _ in range(steps):
        g = grad(x)
        g *= eta
        x = proj(x - g)
        xs.append(x)
    return xs
