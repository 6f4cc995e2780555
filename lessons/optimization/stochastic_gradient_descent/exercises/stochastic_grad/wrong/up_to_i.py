def stochastic_grad(fs, x, i):
    x = x.clone().requires_grad_()
    for f in fs[: i + 1]:
        f(x).backward()
    return x.grad
