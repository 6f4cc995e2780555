def squared_loss(y_hat, y):
    loss = 0
    for i in range(len(y_hat)):
        loss += (y_hat[i] - y[i]) ** 2 / 2
    return loss.sum()
