import re

import torch


def get_data(lines, rows=1500):
    table = []
    for line in lines:
        table.append([float(x) for x in re.split(r"\s+", line.strip())])
    table = torch.tensor(table, dtype=torch.double)
    sigma, mu = torch.std_mean(table, 0, correction=0)
    z = table.sub(mu).div(sigma)
    z = z[:rows].to(torch.float32)
    return z[:, :-1].contiguous(), z[:, -1].contiguous()
