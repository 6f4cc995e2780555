def project_ball(x, r):
    length = x.norm()
    if length == 0:
        return x.clone()
    return x * r / length
