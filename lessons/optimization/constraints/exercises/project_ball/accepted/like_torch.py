def project_ball(x, r):
    """As torch's clip_grad_norm_ does, with a little on top of the length."""
    return x * min(1.0, r / (x.norm().item() + 1e-9))
