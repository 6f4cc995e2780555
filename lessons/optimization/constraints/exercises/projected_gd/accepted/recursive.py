def projected_gd(grad, proj, x0, eta, steps):
    x = proj(x0)
    if steps == 0:
        return [x]
    return [x] + projected_gd(grad, proj, x - eta * grad(x), eta, steps - 1)
