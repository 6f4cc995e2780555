import torch


class data_iter:
    def __init__(self, batch_size, features, labels):
        self.b, self.X, self.y = batch_size, features, labels

    def __iter__(self):
        order = torch.randperm(len(self.X))
        for i in range(0, len(self.X), self.b):
            rows = order[i : i + self.b]
            yield self.X[rows], self.y[rows]
