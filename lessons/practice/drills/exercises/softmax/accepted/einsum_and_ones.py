import torch


def softmax(X):
    q = X.size(1)
    m = torch.sort(X, dim=1, descending=True).values[:, :1]
    E = torch.exp(X - m.expand(-1, q))
    return torch.einsum("ij,i->ij", E, 1 / E.matmul(E.new_ones(q)))
