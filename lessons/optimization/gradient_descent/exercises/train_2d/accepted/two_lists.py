def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    first, second = [start[0]], [start[1]]
    s1 = s2 = 0.0
    for _ in range(steps):
        a, b, s1, s2 = trainer(first[-1], second[-1], s1, s2)
        first.append(a)
        second.append(b)
    return list(zip(first, second))
