def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    s = 0
    places = [(x1, x2)]
    for _ in range(steps):
        x1, x2, s, s = trainer(x1, x2, s, s)
        places.append((x1, x2))
    return places
