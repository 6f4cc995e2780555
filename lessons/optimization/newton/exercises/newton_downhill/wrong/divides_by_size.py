def newton_downhill(gradf, hessf, x0, eta, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        slope = gradf(x)
        direction = -slope / abs(slope)
        x = x + direction * eta * abs(slope / hessf(x))
        xs.append(x)
    return xs
