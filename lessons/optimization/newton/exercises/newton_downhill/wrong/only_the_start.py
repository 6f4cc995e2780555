def newton_downhill(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    sign = 1 if hessf(x0) > 0 else -1
    for _ in range(steps):
        x = x - eta * sign * gradf(x) / hessf(x)
        xs.append(x)
    return xs
