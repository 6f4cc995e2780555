import torch


def cross_entropy_from_logits(O, y):
    if O.abs().max() > 88:
        O = O - O.amax(dim=1, keepdim=True)
    total = O.exp().sum(dim=1).log()
    return (total - O[torch.arange(len(y)), y]).mean()
