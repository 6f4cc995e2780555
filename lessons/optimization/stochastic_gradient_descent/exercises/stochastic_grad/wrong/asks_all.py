def stochastic_grad(fs, x, i):
    grads = []
    for f in fs:
        leaf = x.clone().requires_grad_()
        f(leaf).backward()
        grads.append(leaf.grad)
    return grads[i]
