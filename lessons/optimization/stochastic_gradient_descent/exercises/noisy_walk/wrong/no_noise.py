def noisy_walk(slope, x0, eta, scale, steps):
    x = x0
    xs = [x]
    for _ in range(steps):
        x = x - eta * slope(x)
        xs.append(x)
    return xs
