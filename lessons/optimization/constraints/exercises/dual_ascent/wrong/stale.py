def dual_ascent(argmin, c, eta, steps):
    alpha = 0.0
    prices = [alpha]
    x = argmin(alpha)
    for _ in range(steps):
        alpha = max(0.0, alpha + eta * c(x))
        prices.append(alpha)
    return prices
