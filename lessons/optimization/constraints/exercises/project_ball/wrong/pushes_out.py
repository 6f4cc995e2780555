def project_ball(x, r):
    length = x.norm().item()
    if length == 0:
        return x.clone()
    return x * max(1.0, r / length)
