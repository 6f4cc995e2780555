def best_rate(run, low, high, count):
    rates = [low * (high / low) ** (i / max(1, count - 1)) for i in range(count)]
    losses = [run(rate) for rate in rates]
    best = min(losses)
    return rates[losses.index(best)], best
