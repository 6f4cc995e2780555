import torch


def fair_race(optimizers, f, start, steps):
    paths = {}
    for name, (init, update) in optimizers.items():
        x = start.clone().requires_grad_()
        states = init((x,))
        places = [x.detach().clone()]
        for _ in range(steps):
            x.grad = None
            f(x).backward()
            update((x,), states)
            places.append(x.detach().clone())
        paths[name] = torch.stack(places)
    return paths
