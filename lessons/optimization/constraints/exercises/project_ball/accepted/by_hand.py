import math


def project_ball(x, r):
    length = math.sqrt(sum(v * v for v in x.flatten().tolist()))
    if length > r:
        return x.div(length).mul(r)
    return x
