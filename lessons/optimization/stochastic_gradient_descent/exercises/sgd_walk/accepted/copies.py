def sgd_walk(grad, x0, draws, rate):
    x = x0.clone()
    places = [x.clone()]
    t = 0
    for draw in draws:
        x.sub_(grad(x, draw), alpha=rate(t))
        places.append(x.clone())
        t += 1
    return places
