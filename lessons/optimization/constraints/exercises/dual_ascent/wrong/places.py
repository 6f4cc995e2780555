def dual_ascent(argmin, c, eta, steps):
    alpha = 0.0
    xs = [argmin(alpha)]
    for _ in range(steps):
        alpha = max(0.0, alpha + eta * c(xs[-1]))
        xs.append(argmin(alpha))
    return xs
