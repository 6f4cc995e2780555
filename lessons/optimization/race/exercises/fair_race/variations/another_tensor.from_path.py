import torch


def fair_race(optimizers, f, start, steps):
    paths = {}
    for name, (init, update) in optimizers.items():
        places = [start.detach().clone()]
        states = init([start.clone()])
        for _ in range(steps):
            x = places[-1].clone().requires_grad_()
            f(x).backward()
            update([x], states)
            places.append(x.detach().clone())
        paths[name] = torch.stack(places)
    return paths
