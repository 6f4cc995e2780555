import torch


def get_data(lines, rows=1500):
    numbers = [[float(x) for x in line.split()] for line in lines]
    table = torch.tensor(numbers, dtype=torch.float64)
    mean = table.mean(dim=1, keepdim=True)
    std = table.std(dim=1, correction=0, keepdim=True)
    table = (table - mean) / std
    table = table[:rows].float()
    return table[:, :-1], table[:, -1]
