import random


def batches(features, labels, batch_size):
    n = len(features)
    whole = int(n / batch_size)
    numbers = list(range(whole))
    random.shuffle(numbers)
    if n % batch_size:
        numbers.append(whole)
    for i in numbers:
        start = i * batch_size
        end = start + batch_size
        yield features[start:end], labels[start:end]
