def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    s1, s2 = 0, 0
    places = [(x1, x2)]
    for _ in range(steps):
        new1, new2, s1, s2 = trainer(x1, x2, s1, s2)
        if abs(new1 - x1) + abs(new2 - x2) < 1e-9:
            break
        x1, x2 = new1, new2
        places.append((x1, x2))
    return places
