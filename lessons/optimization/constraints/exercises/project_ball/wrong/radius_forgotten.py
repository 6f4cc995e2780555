def project_ball(x, r):
    length = x.norm()
    if length <= r:
        return x.clone()
    return x / length
