def project_ball(x, r):
    length = x.norm()
    if length > r:
        x *= r / length
    return x
