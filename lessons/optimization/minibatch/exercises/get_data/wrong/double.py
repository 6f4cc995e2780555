import torch


def get_data(lines, rows=1500):
    numbers = [[float(x) for x in line.split()] for line in lines]
    table = torch.tensor(numbers, dtype=torch.float64)
    table = (table - table.mean(dim=0)) / table.std(dim=0, correction=0)
    table = table[:rows]
    return table[:, :-1], table[:, -1]
