def newton_downhill(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        x = x - eta * abs(gradf(x) / hessf(x))
        xs.append(x)
    return xs
