def dual_ascent(argmin, c, eta, steps):
    alpha = 0.0
    prices = [alpha]
    for _ in range(steps):
        alpha = max(0.0, alpha - eta * c(argmin(alpha)))
        prices.append(alpha)
    return prices
