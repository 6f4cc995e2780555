def project_ball(x, r):
    return x.clamp(-r, r)
