def cross_entropy_from_logits(O, y):
    log_P = O - O.logsumexp(1, keepdim=True)
    return log_P.gather(1, y.unsqueeze(1)).squeeze(1).neg().mean()
