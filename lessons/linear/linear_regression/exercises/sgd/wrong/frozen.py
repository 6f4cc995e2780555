def sgd(params, lr, batch_size):
    for param in params:
        param.requires_grad = False
        param -= lr * param.grad / batch_size
