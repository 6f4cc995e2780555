def init_momentum(params):
    return [p.data * 0 for p in params]


def momentum(params, states, lr, gamma):
    for i, p in enumerate(params):
        states[i] = states[i] * gamma + p.grad
        p.data = p.data - states[i]
