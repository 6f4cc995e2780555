def squared_loss(y_hat, y):
    return (y_hat - y.view(-1, 1)) ** 2 / 2
