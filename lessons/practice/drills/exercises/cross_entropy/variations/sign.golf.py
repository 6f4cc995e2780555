cross_entropy_from_logits = lambda O, y: (O[range(len(y)), y] - O.logsumexp(1)).mean()
