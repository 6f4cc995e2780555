def squared_loss(y_hat, y):
    y_hat = y_hat.reshape(y.shape)
    return (y_hat - y) ** 2 / 2
