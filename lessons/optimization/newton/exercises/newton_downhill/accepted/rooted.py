from itertools import accumulate


def newton_downhill(gradf, hessf, x0, eta, steps):
    def onward(x, _):
        return x - eta * gradf(x) / (hessf(x) ** 2) ** 0.5

    return list(accumulate(range(steps), onward, initial=x0))
