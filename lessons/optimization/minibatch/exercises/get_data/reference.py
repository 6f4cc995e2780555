import torch
from torch import Tensor


def get_data(
    lines: list[str],
    rows: int = 1500,
) -> tuple[Tensor, Tensor]:
    """Features and labels from the lines of a file, standardized."""
    numbers = [[float(x) for x in line.split()] for line in lines]
    table = torch.tensor(numbers, dtype=torch.float64)  # (n, d + 1)
    mean = table.mean(dim=0)  # over all lines, also those cut off below
    deviation = table.std(dim=0, correction=0)  # divided by n
    table = ((table - mean) / deviation)[:rows].float()
    return table[:, :-1], table[:, -1]
