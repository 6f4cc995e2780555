def newton_downhill(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        if gradf(x) == 0:
            break
        x = x - eta * gradf(x) / abs(hessf(x))
        xs.append(x)
    return xs
