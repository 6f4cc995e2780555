def sgd(params, lr, batch_size):
    for i in range(len(params)):
        mean = params[i].grad / batch_size
        params[i].data = params[i].data - lr * mean
