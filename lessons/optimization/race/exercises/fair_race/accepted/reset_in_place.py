import torch


def fair_race(optimizers, f, start, steps):
    x = torch.empty_like(start).requires_grad_()
    paths = {}
    for name, (init, update) in optimizers.items():
        with torch.no_grad():
            x.copy_(start)
        states = init([x])
        places = [x.detach().clone()]
        for _ in range(steps):
            x.grad = None
            f(x).backward()
            update([x], states)
            places.append(x.detach().clone())
        paths[name] = torch.stack(places)
    return paths
