import math


def newton_downhill(gradf, hessf, x0, eta, steps):
    xs = [x0]
    for _ in range(steps):
        slope = gradf(xs[-1])
        length = abs(slope / hessf(xs[-1]))
        xs.append(xs[-1] - eta * math.copysign(length, slope))
    return xs
