def stochastic_grad(fs, x, i):
    n = len(fs)
    p = x.clone().requires_grad_(True)
    value = fs[i](p) / n
    value.backward()
    return p.grad
