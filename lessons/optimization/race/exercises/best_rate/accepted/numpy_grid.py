import numpy as np


def best_rate(run, low, high, count):
    rates = np.geomspace(low, high, count)
    losses = np.array([run(float(rate)) for rate in rates], dtype=float)
    losses[~np.isfinite(losses)] = np.nan
    i = int(np.nanargmin(losses))  # ValueError if all are nan
    return float(rates[i]), float(losses[i])
