def newton_downhill(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        x = x - eta * gradf(x) / max(abs(hessf(x)), 1e-6)
        xs.append(x)
    return xs
