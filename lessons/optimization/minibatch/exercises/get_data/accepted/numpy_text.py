import numpy as np
import torch


def get_data(lines, rows=1500):
    data = np.genfromtxt(lines)
    data = (data - data.mean(axis=0)) / data.std(axis=0)
    features = torch.tensor(data[:rows, :-1], dtype=torch.float32)
    labels = torch.tensor(data[:rows, -1], dtype=torch.float32)
    return features, labels
