def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    s1, s2 = 0, 0
    places = []
    for _ in range(steps):
        x1, x2, s1, s2 = trainer(x1, x2, s1, s2)
        places.append((x1, x2))
    return places
