import numpy as np


def best_rate(run, low, high, count):
    rates = np.geomspace(low, high, count).tolist()
    losses = [run(rate) for rate in rates]
    i = int(np.argmin(losses))
    return rates[i], losses[i]
