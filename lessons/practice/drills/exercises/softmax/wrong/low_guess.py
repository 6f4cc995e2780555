import torch


def softmax(X):
    rows = []
    for x in X:
        largest = -1e9
        for score in x:
            if score > largest:
                largest = score
        E = torch.exp(x - largest)
        rows.append(E / E.sum())
    return torch.stack(rows)
