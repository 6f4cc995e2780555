def data_iter(batch_size, features, labels):
    n = len(features)
    for i in range(0, n, batch_size):
        yield features[i : i + batch_size], labels[i : i + batch_size]
