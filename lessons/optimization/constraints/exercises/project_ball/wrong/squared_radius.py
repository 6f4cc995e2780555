def project_ball(x, r):
    if x.norm() > r**2:
        return x / x.norm() * r
    return x
