import math

import torch


def get_data(lines, rows=1500):
    columns = list(zip(*[map(float, line.split()) for line in lines]))
    done = []
    for column in columns:
        n = len(column)
        mean = math.fsum(column) / n
        sigma = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / n)
        done.append([(x - mean) / sigma for x in column[:rows]])
    features = torch.tensor(done[:-1], dtype=torch.float32).T
    return features, torch.tensor(done[-1], dtype=torch.float32)
