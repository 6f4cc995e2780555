def stochastic_grad(fs, x, i):
    x.requires_grad_()
    fs[i](x).backward()
    g = x.grad.clone()
    x.grad.zero_()
    x.requires_grad_(False)
    return g
