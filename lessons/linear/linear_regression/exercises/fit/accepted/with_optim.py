import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def fit(X, y, lr, epochs, batch_size):
    net = nn.Linear(X.shape[1], 1, dtype=X.dtype)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    loader = DataLoader(TensorDataset(X, y), batch_size, shuffle=True)
    for _ in range(epochs):
        for features, labels in loader:
            loss = nn.functional.mse_loss(net(features), labels) / 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return net.weight.detach().T, net.bias.detach()
