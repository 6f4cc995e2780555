def newton_downhill(gradf, hessf, x0, eta, steps):
    path = [x0]
    while len(path) <= steps:
        x = path[-1]
        g = gradf(x)
        d = -g / hessf(x)
        if g * d > 0:  # that would lead up
            d *= -1
        path.append(x + eta * d)
    return path
