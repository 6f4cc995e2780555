import torch


def cross_entropy_from_logits(O, y):
    columns = torch.arange(O.shape[1])
    mask = columns == y[:, None]
    return (O.logsumexp(dim=1) - O[mask]).sum().div(len(O))
