from torch.nn import functional as F


def cross_entropy_from_logits(O, y):
    own = O.gather(1, y[:, None])
    others = O.masked_fill(F.one_hot(y, O.size(1)).bool(), float("-inf"))
    return F.softplus(others.logsumexp(1) - own[:, 0], threshold=50).mean()
