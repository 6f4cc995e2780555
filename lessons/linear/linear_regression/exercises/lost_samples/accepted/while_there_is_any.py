import torch


def batches(features, labels, batch_size):
    left = torch.randperm(len(features))
    found = []
    while len(left) > 0:
        rows, left = left[:batch_size], left[batch_size:]
        found.append((features[rows], labels[rows]))
    return found
