import torch


def fair_race(optimizers, f, start, steps):
    xs = {name: torch.tensor(start.tolist(), dtype=start.dtype) for name in optimizers}
    states = {}
    for name, (init, _) in optimizers.items():
        xs[name].requires_grad = True
        states[name] = init([xs[name]])
    paths = {name: [start.clone()] for name in optimizers}
    for _ in range(steps):  # a step each in turn
        for name, (_, update) in optimizers.items():
            x = xs[name]
            (x.grad,) = torch.autograd.grad(f(x), x)
            update([x], states[name])
            paths[name].append(x.data.clone())
    return {name: torch.stack(path) for name, path in paths.items()}
