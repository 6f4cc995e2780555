def init_momentum(params):
    return {id(p): 0.0 for p in params}


def momentum(params, states, lr, gamma):
    for p in params:
        v = states[id(p)] * gamma + p.grad * lr
        states[id(p)] = v
        p.data -= v
