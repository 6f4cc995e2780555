def newton_downhill(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        x = abs(x - eta * gradf(x) / hessf(x))
        xs.append(x)
    return xs
