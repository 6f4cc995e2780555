def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    xs = [x.clone()]
    for _ in range(steps):
        x -= eta * grad(x)
        x = proj(x)
        xs.append(x.clone())
    return xs
