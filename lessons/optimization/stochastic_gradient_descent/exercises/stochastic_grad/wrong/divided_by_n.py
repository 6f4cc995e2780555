def stochastic_grad(fs, x, i):
    x = x.clone().requires_grad_()
    fs[i](x).backward()
    return x.grad / len(fs)
