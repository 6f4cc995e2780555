def init_momentum(params):
    return [0] * len(params)


def momentum(params, states, lr, gamma):
    for i in range(len(params)):
        v_prev = states[i]
        g = params[i].grad
        v = gamma * v_prev + lr * g
        params[i].data -= gamma * gamma * v_prev + (1 + gamma) * lr * g
        states[i] = v
