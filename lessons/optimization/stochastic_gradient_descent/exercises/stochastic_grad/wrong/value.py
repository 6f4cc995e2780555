def stochastic_grad(fs, x, i):
    return fs[i](x)
