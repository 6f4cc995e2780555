def squared_loss(y_hat, y):
    y = y.reshape(y_hat.shape)
    return ((y_hat - y) ** 2 / 2).mean()
