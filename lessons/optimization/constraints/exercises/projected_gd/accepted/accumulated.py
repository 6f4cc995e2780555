from itertools import accumulate


def projected_gd(grad, proj, x0, eta, steps):
    step = lambda x, _: proj(x - eta * grad(x))
    return list(accumulate(range(steps), step, initial=proj(x0)))
