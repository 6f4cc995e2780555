import math


def best_rate(run, low, high, count):
    rates = [
        math.exp(math.log(low) + i * math.log(high / low) / max(1, count - 1)) for i in range(count)
    ]
    results = {rate: run(rate) for rate in rates}
    good = {rate: loss for rate, loss in results.items() if abs(loss) < math.inf}
    rate = min(good, key=good.get)
    return rate, good[rate]
