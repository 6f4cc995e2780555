def stochastic_grad(fs, x, i):
    x = x.clone().requires_grad_()
    fs[0](x).backward()
    return x.grad
