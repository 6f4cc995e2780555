def project_ball(x, r):
    length = x.norm()
    if length <= 1:
        return x.clone()
    return x / length
