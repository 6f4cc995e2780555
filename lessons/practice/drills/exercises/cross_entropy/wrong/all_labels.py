from torch.nn import functional as F


def cross_entropy_from_logits(O, y):
    logs = F.log_softmax(O, dim=1)
    return -logs[:, y].mean()
