import torch


def cross_entropy_from_logits(O, y):
    total = 0.0
    for o, label in zip(O, y):
        c = o.max()
        total += c + torch.log(torch.exp(o - c).sum()) - o[label]
    return total / len(y)
