def newton_downhill(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        step = gradf(x) / hessf(x)
        if hessf(x) < 0:
            step = -step
        x = x - eta * step
        xs.append(x)
    return xs
