def project_ball(x, r):
    length = x.abs().sum()
    if length <= r:
        return x.clone()
    return x * r / length
