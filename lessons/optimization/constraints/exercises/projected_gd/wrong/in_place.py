def projected_gd(grad, proj, x0, eta, steps):
    x = x0
    x.copy_(proj(x))
    xs = [x]
    for _ in range(steps):
        x -= eta * grad(x)
        x.copy_(proj(x))
        xs.append(x)
    return xs
