def newton_downhill(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        if hessf(x) > 0:
            x = x - eta * gradf(x) / hessf(x)
        else:
            x = x - eta * gradf(x)
        xs.append(x)
    return xs
