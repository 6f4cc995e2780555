def gd(grad, x0, eta, steps):
    places = [None] * (steps + 1)
    places[0] = x0
    for k in range(1, steps + 1):
        before = places[k - 1]
        places[k] = before + (-eta) * grad(before)
    return places
