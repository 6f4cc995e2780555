import torch


def data_iter(batch_size, features, labels):
    order = torch.randperm(len(labels))
    yield from zip(features[order].split(batch_size), labels[order].split(batch_size))
