import torch


def fair_race(optimizers, f, start, steps):
    x = start.clone().requires_grad_()
    paths = {}
    for name, (init, update) in optimizers.items():
        states = init([x])
        x.data.copy_(start)
        places = [x.detach().clone()]
        for _ in range(steps):
            x.grad = None
            f(x).backward()
            update([x], states)
            places.append(x.detach().clone())
        paths[name] = torch.stack(places)
    return paths
