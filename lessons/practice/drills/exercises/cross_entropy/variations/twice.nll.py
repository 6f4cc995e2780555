import torch.nn.functional as F


def cross_entropy_from_logits(O, y):
    return F.nll_loss(F.log_softmax(F.softmax(O, 1), 1), y)
