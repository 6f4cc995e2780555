import torch


def bias_correction(v, beta, t):
    beta = torch.tensor(beta, dtype=torch.float64)
    share = 1 - beta.pow(t)
    return (v.double() / share).to(v.dtype)
