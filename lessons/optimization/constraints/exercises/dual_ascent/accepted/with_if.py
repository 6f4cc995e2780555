def dual_ascent(argmin, c, eta, steps):
    prices = [0.0]
    for k in range(steps):
        new = prices[k] + eta * c(argmin(prices[k]))
        if new < 0:
            new = 0.0
        prices.append(new)
    return prices
