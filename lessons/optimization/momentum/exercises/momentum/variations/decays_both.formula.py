def init_momentum(params):
    return [0.0 for _ in params]


def momentum(params, states, lr, gamma):
    for i, p in enumerate(params):
        states[i] = gamma * (states[i] + lr * p.grad)
        p.data -= states[i]
