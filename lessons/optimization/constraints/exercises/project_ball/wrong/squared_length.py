def project_ball(x, r):
    length = (x**2).sum()
    if length <= r:
        return x.clone()
    return x * r / length
