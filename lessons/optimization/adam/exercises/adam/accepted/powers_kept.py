def init_adam(params):
    return {"power1": 1.0, "power2": 1.0, "v": [0.0] * len(params), "s": [0.0] * len(params)}


def adam(params, states, lr, beta1=0.9, beta2=0.999, eps=1e-6):
    """Instead of t, the powers of the betas are kept."""
    states["power1"] *= beta1
    states["power2"] *= beta2
    rate = lr * (1 - states["power2"]) ** 0.5 / (1 - states["power1"])
    eps = eps * (1 - states["power2"]) ** 0.5
    for i, p in enumerate(params):
        states["v"][i] = beta1 * states["v"][i] + (1 - beta1) * p.grad
        states["s"][i] = beta2 * states["s"][i] + (1 - beta2) * p.grad**2
        p.data = p.data - rate * states["v"][i] / (states["s"][i] ** 0.5 + eps)
