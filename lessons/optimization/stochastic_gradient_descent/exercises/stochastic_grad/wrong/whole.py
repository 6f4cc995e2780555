def stochastic_grad(fs, x, i):
    x = x.clone().requires_grad_()
    value = sum(f(x) for f in fs) / len(fs)
    value.backward()
    return x.grad
